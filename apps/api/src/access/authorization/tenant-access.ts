import type { Caller } from '../../platform/caller.js';
import type { Refusal } from '../../platform/problems/refusal.js';
import type { ExpandedGrants } from '../../tenancy/grants/expanded-grants.js';
import type { Tenant } from '../../tenancy/tenants/tenant.js';
import type { UploadSession } from './upload-session.js';

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
  /** Of a batch, the first operation that was refused with 403, for the request line. */
  refusal?: Refusal | undefined;
}
