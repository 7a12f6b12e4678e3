export { type Action, ACTIONS } from './actions.js';
export type { CredentialsEntry } from './credentials-entry.js';
export {
  DEFAULT_EXPIRES_IN,
  DEFAULT_MAX_EXPIRES_IN,
  DEFAULT_MAX_SESSIONS,
  DEFAULT_NEW_SESSIONS,
} from './defaults.js';
export { AttributionEntry } from './entries/attribution-entry.js';
export { GrantLimitsEntry } from './entries/grant-limits-entry.js';
export { LimitsEntry } from './entries/limits-entry.js';
export { commonTypes, includesType, isActive } from './entries/media-types.js';
export { ACCOUNT, AWS_REGION, BUCKET, KMS_KEY_ARN, ROLE_ARN } from './entries/patterns.js';
export { expandPrefix, literalFolder, parsePrefix, type PrefixTemplate } from './prefix-template.js';
export { describeError, formatPath, TenantFileError } from './tenant-file.errors.js';
export { parseTenantFile } from './tenant-file.reader.js';
export { readTenantFile, readText, type TenantFileText, versionOf } from './tenant-file.source.js';
export { IssuerEntry, TenantEntry, TenantFile } from './tenant-file.js';
export { idOfTeamFile, PLATFORM_FILE, teamFileOf } from './directory/names.js';
export { OF_TEAMS } from './directory/owners.js';
export { EnvelopeEntry, PlatformFile } from './directory/platform-file.js';
export { PlatformReader } from './directory/platform-reader.js';
export { type Reading, unreadable } from './directory/reading.js';
export { retainedTenant, rewrapped } from './directory/retained.js';
export { type InForce, retainedPlatform } from './directory/retained-platform.js';
export { readTeamFile, tenantOf } from './directory/team-reader.js';
