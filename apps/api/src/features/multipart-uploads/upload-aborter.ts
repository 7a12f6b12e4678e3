import { Injectable } from '@nestjs/common';
import { Log } from '../../platform/audit/log.js';
import type { StorageEvent } from '../../platform/audit/storage-event.js';
import { storageEvent } from '../../signing/storage-audit.js';
import type { Target } from '../../signing/target.js';
import { abortUpload } from '../../storage/multipart-upload.js';
import { S3Refusal } from '../../storage/s3-failure.js';
import type { Upload } from './sealed-uploads.js';

/** Aborts uploads, so that no invisible parts remain at cost, and audits what it does at S3. */
@Injectable()
export class UploadAborter {
  constructor(private readonly log: Log) {}

  /** Twice is as good as once: an upload that is gone is what was wanted. @throws ApiError `storage_unavailable` … */
  async abort({ target, storage, place, mark }: Upload): Promise<void> {
    await this.audit('AbortMultipartUpload', target, mark);
    await abortUpload(storage, place).catch((error: unknown) => {
      if (!(error instanceof S3Refusal && error.code === 'NoSuchUpload')) throw error;
    });
  }

  /** What the caller never hears of is aborted. */
  async unlessItFails<T>(upload: Upload, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      await this.abort(upload).catch(() => {}); // the first error says more; the bucket's lifecycle rule does the rest
      throw error;
    }
  }

  /** Before it is done. @throws ApiError `audit_unavailable` */
  async audit(operation: StorageEvent['operation'], target: Target, upload: string): Promise<void> {
    target.access.audited = true;
    await this.log.storage(storageEvent(target, operation, { upload }));
  }
}
