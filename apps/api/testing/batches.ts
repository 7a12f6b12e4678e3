import { Test } from '@nestjs/testing';
import type { TenantEntry } from '#tenant-file';
import { tenantEntry } from '../../../test/support/processes/in-process-api.js';
import { BatchesModule } from '../src/features/batches/batches.module.js';
import { BatchesService } from '../src/features/batches/batches.service.js';
import { Metrics } from '../src/platform/metrics/metrics.js';
import { ProcessModule } from '../src/platform/process/process.module.js';
import { ProcessorTime } from '../src/platform/turns/processor-time.js';
import { TENANT_SOURCE } from '../src/tenancy/tenant-source.js';
import { TenantRegistry } from '../src/tenancy/tenants/tenant-registry.js';
import { Tenant } from '../src/tenancy/tenants/tenant.js';

export const NOW = Date.parse('2026-11-24T12:00:00Z');

/**
 * Creates the batches service without a tenant file.
 *
 * @param logFd file descriptor of the log
 */
export async function batchesService(logFd: number): Promise<BatchesService> {
  const environment = { tenantsFile: '', logFd };
  const options = {
    environment,
    clock: () => NOW,
    metrics: new Metrics(),
    processorTime: new ProcessorTime(),
  };
  const testing = await Test.createTestingModule({ imports: [ProcessModule.forRoot(options), BatchesModule] })
    .overrideProvider(TENANT_SOURCE)
    .useValue({ tenants: new TenantRegistry({ version: 1, issuers: [], tenants: [] }) })
    .compile();
  return testing.get(BatchesService, { strict: false });
}

/** Creates a tenant in AWS. Its session lasts eight hours unless the credentials name an expiry. */
export const signingTenant = (credentials: object): Tenant =>
  new Tenant(
    tenantEntry('team-a', {
      endpoint: undefined,
      forcePathStyle: undefined,
      credentials: { type: 'static', expiration: '2026-11-24T20:00:00Z', ...credentials },
    }) as TenantEntry,
  );
