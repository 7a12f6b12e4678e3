import type { CorsEntry } from '../entries/cors-entry.js';
import type { GrantEntry } from '../entries/grant-entry.js';
import type { LimitsEntry } from '../entries/limits-entry.js';
import { Cors, Grants, Limits } from '../entries/team-settings.js';
import { FileOfVersion } from '../tenant-file.js';

/** `ID.tenant.yaml`: what a team decides of itself. */
export class TeamFile extends FileOfVersion {
  /** What callers can’t go beyond. Each is at most the platform’s ceiling, and the ceiling where left out. */
  @Limits()
  limits?: LimitsEntry;

  /** Which web pages may call. None where left out. */
  @Cors()
  cors?: CorsEntry;

  /** Who may do what under which prefixes. What no grant allows is refused. */
  @Grants()
  grants!: GrantEntry[];
}
