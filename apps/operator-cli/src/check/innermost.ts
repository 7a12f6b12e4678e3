import type { CredentialsEntry } from '#tenant-file';

/** Returns where a chain of roles begins. */
export const innermost = (credentials: CredentialsEntry): CredentialsEntry =>
  credentials.type === 'assume-role' ? innermost(credentials.source) : credentials;
