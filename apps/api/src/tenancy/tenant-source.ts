import type { Log } from '../platform/audit/log.js';
import type { Environment } from '../platform/process/environment.js';
import { DEFAULT_FILE_GRACE, TenantDirectory } from './directory/tenant-directory.js';
import { TenantFileWatcher } from './tenants/tenant-file.watcher.js';
import type { IdentityObservers } from './tenants/tenant-identity.js';

/** Keeps the registry of tenants equal to the files. */
export type TenantSource = TenantFileWatcher | TenantDirectory;
/** Injects the `TenantSource`. */
export const TENANT_SOURCE = Symbol('TENANT_SOURCE');

/** One file for all tenants, or a folder with one for each. @throws TenantFileError, or what reading a file throws */
export function openTenants(
  { tenantsFile = '', tenantsDir, tenantFileGrace = DEFAULT_FILE_GRACE }: Environment,
  log: Log,
  observers: IdentityObservers,
): Promise<TenantSource> {
  if (tenantsDir === undefined) return TenantFileWatcher.open(tenantsFile, log, observers);
  return TenantDirectory.open(tenantsDir, log, { grace: tenantFileGrace * 1000, observers });
}
