import { tenantEntry } from '../../../test/support/processes/in-process-api.js';
import type { Log } from '../src/audit/log.js';
import { BatchesService } from '../src/batches/batches.service.js';
import { Receipts } from '../src/confirmations/receipts.js';
import { DeletionsService } from '../src/deletions/deletions.service.js';
import { DownloadsService } from '../src/downloads/downloads.service.js';
import { HeadsService } from '../src/heads/heads.service.js';
import { Turns } from '../src/http/turns.js';
import { Metrics } from '../src/metrics/metrics.js';
import { Sealer } from '../src/sealing/sealer.js';
import { SigningService } from '../src/signing/signing.service.js';
import type { TenantEntry } from '../src/tenants/tenant-file.js';
import { Tenant } from '../src/tenants/tenant.js';
import { UploadFormsService } from '../src/upload-forms/upload-forms.service.js';
import { UploadsService } from '../src/uploads/uploads.service.js';

export const NOW = Date.parse('2026-11-24T12:00:00Z');

/** As Nest puts it together. */
export function batchesService(log: Log): BatchesService {
  const metrics = new Metrics();
  const signing = new SigningService(log, () => NOW, metrics);
  return new BatchesService(
    log,
    metrics,
    new Turns(),
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
