import type { Findings } from '../checks/findings.js';
import type { Path } from '../tenant-file.errors.js';

/** Settings that belong in the other file, and the fix. */
export interface Foreign {
  readonly names: ReadonlySet<string>;
  readonly message: string;
}

/** Settings of teams that `platform.yaml` must not have. */
export const OF_TEAMS: Foreign = {
  names: new Set(['limits', 'cors', 'grants']),
  message: 'is a setting of the team’s file: move it to ID.tenant.yaml, and set ceilings here',
};

/** Settings of the platform that a team's file must not have. */
export const OF_PLATFORM: Foreign = {
  names: new Set(
    (
      'id issuers account bucket region stsRegion credentials attribution ceilings ' +
      'encryption keyPrefix endpoint forcePathStyle publicEndpoint keys sessionsNotBefore tutorialRoutes signingIdInUrl tenants sharedRoles'
    ).split(' '),
  ),
  message: 'is a setting of platform.yaml: remove it, and ask the platform team to set it there',
};

/**
 * Reports settings that belong in the other file. Call this before members are checked, because such a setting is then
 * not an unknown setting.
 */
export function reportForeign(
  object: object,
  { names, message }: Foreign,
  path: Path,
  findings: Findings,
): void {
  for (const name of Object.keys(object))
    if (names.has(name)) findings.add({ path: [...path, name], message });
}
