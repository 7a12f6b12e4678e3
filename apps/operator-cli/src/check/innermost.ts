import type { CredentialsEntry } from '../../../api/src/tenants/credentials-entry.js';

/** Where a chain of roles begins. */
export const innermost = (credentials: CredentialsEntry): CredentialsEntry =>
  credentials.type === 'assume-role' ? innermost(credentials.source) : credentials;
