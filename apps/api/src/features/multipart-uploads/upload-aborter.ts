import { Injectable } from '@nestjs/common';
import { Log } from '../../platform/audit/log.js';
import type { StorageEvent } from '../../platform/audit/storage-event.js';
import { storageEvent } from '../../signing/storage-audit.js';
import type { Target } from '../../signing/target.js';
import { abortUpload } from '../../storage/multipart-upload.js';
import { S3Refusal } from '../../storage/s3-failure.js';
import type { Upload } from './sealed-uploads.js';

/** Aborts uploads, so that no invisible parts remain and cost storage, and writes the audit events of changes in S3. */
@Injectable()
export class UploadAborter {
  constructor(private readonly log: Log) {}

  /**
   * Aborts an upload. It succeeds if the upload no longer exists.
   *
   * @throws ApiError `storage_unavailable` …
   */
  async abort({ target, storage, place, mark }: Upload): Promise<void> {
    await this.audit('AbortMultipartUpload', target, mark);
    await abortUpload(storage, place).catch((error: unknown) => {
      if (!(error instanceof S3Refusal && error.code === 'NoSuchUpload')) throw error;
    });
  }

  /** Runs work, and aborts the upload if the work fails, because the caller then never learns of the upload. */
  async unlessItFails<T>(upload: Upload, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      await this.abort(upload).catch(() => {}); // the first error is more informative
      throw error;
    }
  }

  /**
   * Writes the audit event of a change before the change is made.
   *
   * @throws ApiError `audit_unavailable`
   */
  async audit(operation: StorageEvent['operation'], target: Target, upload: string): Promise<void> {
    target.access.audited = true;
    await this.log.storage(storageEvent(target, operation, { upload }));
  }
}
