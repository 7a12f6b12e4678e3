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
  /** Set if the request has the capability of an upload session instead of a token. */
  readonly session?: UploadSession | undefined;
  /** Set with the first audit event of the request: it says who called, and the request line need not. */
  audited?: boolean;
  /** For the request's log line: the first operation of a batch that was refused with 403. */
  refusal?: Refusal | undefined;
}
