import type { JWTPayload } from 'jose';
import type { ExpandedGrants } from '../grants/expanded-grants.js';
import type { Tenant } from '../tenants/tenant.js';
import type { UploadSession } from '../upload-sessions/upload-session.js';

/** Who a verified token speaks for. */
export interface Caller {
  /** Name of the issuer in the tenant file, not its URL. */
  readonly issuer: string;
  /** By `issuerIdOf`: seals are bound to it. */
  readonly issuerId: string;
  readonly subject: string;
  readonly claims: JWTPayload;
  /** The tenants that the token names. */
  readonly tenants: ReadonlySet<string>;
}

/** A caller who may speak for a tenant. What the caller may do there, the grants say. */
export interface TenantAccess {
  readonly tenant: Tenant;
  readonly caller: Caller;
  readonly requestId: string;
  /** The caller's grants in this tenant, where many keys are asked about. */
  readonly expanded?: ExpandedGrants | undefined;
  /** Where no token but the capability of an upload session was shown. */
  readonly session?: UploadSession | undefined;
  /** Set with the first audit event of the request: it says who called, and the request line need not. */
  audited?: boolean;
}
