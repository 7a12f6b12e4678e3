import type { Caller } from '../../platform/caller.js';
import type { Client } from '../../platform/http/client.js';
import type { Refusal } from '../../platform/problems/refusal.js';
import type { ExpandedGrants } from '../../tenancy/grants/expanded-grants.js';
import type { Tenant } from '../../tenancy/tenants/tenant.js';
import type { UploadSession } from './upload-session.js';

/** A caller who may act for a tenant. The tenant's grants define the caller's permissions. */
export interface TenantAccess {
  readonly tenant: Tenant;
  readonly caller: Caller;
  readonly requestId: string;
  /** Work for a client that has disconnected is dropped. It is not set for work that must be finished. */
  readonly client?: Client | undefined;
  /** The caller's grants in this tenant, set if many keys are checked. */
  readonly expanded?: ExpandedGrants | undefined;
  /** The upload session; set if the request has the session's capability instead of a token. */
  readonly session?: UploadSession | undefined;
  /** Set with the first audit event of the request. The event names the caller, so the request line does not. */
  audited?: boolean;
  /** The first operation of a batch that was refused with 403, for the request line. */
  refusal?: Refusal | undefined;
}
