import type { CorsEntry } from '../entries/cors-entry.js';
import type { GrantEntry } from '../entries/grant-entry.js';
import type { LimitsEntry } from '../entries/limits-entry.js';
import { Cors, Grants, Limits } from '../entries/team-settings.js';
import { FileOfVersion } from '../tenant-file.js';

/** `ID.tenant.yaml`: what a team decides of itself. */
export class TeamFile extends FileOfVersion {
  /** Limits of the tenant’s callers. Each is at most the platform’s ceiling, which is also the default. */
  @Limits()
  limits?: LimitsEntry;

  /** The web pages that may call the API. The default is none. */
  @Cors()
  cors?: CorsEntry;

  /** Who may do what under which prefixes. Requests that no grant allows are refused. */
  @Grants()
  grants!: GrantEntry[];
}
