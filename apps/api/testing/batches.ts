import type { TenantEntry } from '#tenant-file';
import { tenantEntry } from '../../../test/support/processes/in-process-api.js';
import { Sealer } from '../src/access/sealing/sealer.js';
import { BatchesService } from '../src/features/batches/batches.service.js';
import { Receipts } from '../src/features/confirmations/receipts.js';
import { DeletionsService } from '../src/features/deletions/deletions.service.js';
import { DownloadsService } from '../src/features/downloads/downloads.service.js';
import { HeadsService } from '../src/features/heads/heads.service.js';
import { UploadFormsService } from '../src/features/upload-forms/upload-forms.service.js';
import { UploadsService } from '../src/features/uploads/uploads.service.js';
import { LargeBodyQueue } from '../src/limits/large-body-queue.js';
import type { Log } from '../src/platform/audit/log.js';
import { Metrics } from '../src/platform/metrics/metrics.js';
import { SigningService } from '../src/signing/signing.service.js';
import { Tenant } from '../src/tenancy/tenants/tenant.js';

export const NOW = Date.parse('2026-11-24T12:00:00Z');

/** As Nest puts it together. */
export function batchesService(log: Log): BatchesService {
  const metrics = new Metrics();
  const signing = new SigningService(log, () => NOW, metrics);
  return new BatchesService(
    log,
    metrics,
    new LargeBodyQueue(),
    new DownloadsService(signing),
    new HeadsService(signing),
    new UploadsService(signing, new Receipts(new Sealer(undefined, () => NOW))),
    new UploadFormsService(signing),
    new DeletionsService(signing),
  );
}

/** A tenant at AWS, with a session of eight hours where nothing else is said. */
export const signingTenant = (credentials: object): Tenant =>
  new Tenant(
    tenantEntry('team-a', {
      endpoint: undefined,
      forcePathStyle: undefined,
      credentials: { type: 'static', expiration: '2026-11-24T20:00:00Z', ...credentials },
    }) as TenantEntry,
  );
