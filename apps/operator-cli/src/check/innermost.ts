import type { CredentialsEntry } from '#tenant-file';

/** Returns the credentials that a chain of roles begins with. */
export const innermost = (credentials: CredentialsEntry): CredentialsEntry =>
  credentials.type === 'assume-role' ? innermost(credentials.source) : credentials;
