import type { Log } from '../platform/audit/log.js';
import type { Environment } from '../platform/process/environment.js';
import { DEFAULT_FILE_GRACE, TenantDirectory } from './directory/tenant-directory.js';
import { TenantFileWatcher } from './tenants/tenant-file.watcher.js';
import type { IdentityObservers } from './tenants/tenant-identity.js';

/** The object that updates the registry of tenants when the files change. */
export type TenantSource = TenantFileWatcher | TenantDirectory;
/** Injects the `TenantSource`. */
export const TENANT_SOURCE = Symbol('TENANT_SOURCE');

/**
 * Opens one file for all tenants, or a folder with one file per tenant.
 *
 * @throws TenantFileError, or the error of reading a file
 */
export function openTenants(
  { tenantsFile = '', tenantsDir, tenantFileGrace = DEFAULT_FILE_GRACE }: Environment,
  log: Log,
  observers: IdentityObservers,
): Promise<TenantSource> {
  if (tenantsDir === undefined) return TenantFileWatcher.open(tenantsFile, log, observers);
  return TenantDirectory.open(tenantsDir, log, { grace: tenantFileGrace * 1000, observers });
}
