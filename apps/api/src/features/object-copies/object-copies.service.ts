import { Injectable } from '@nestjs/common';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import { RateLimiter } from '../../limits/rate-limiter.js';
import { WorkSlots } from '../../limits/work-slots.js';
import { Log } from '../../platform/audit/log.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { ApiError } from '../../platform/problems/api-error.js';
import { SigningService } from '../../signing/signing.service.js';
import { storageEvent } from '../../signing/storage-audit.js';
import type { Target } from '../../signing/target.js';
import { copyObject, type ObjectCopy } from '../../storage/copy-object.js';
import { headObject, headVersion, type StoredObject } from '../../storage/head-object.js';
import { S3Refusal } from '../../storage/s3-failure.js';
import { TenantStorages } from '../../storage/tenant-storages.js';
import { MARK } from '../multipart-uploads/upload-mark.js';
import { checkMetadata } from '../uploads/upload-limits.js';
import { checkCopy } from './copy-limits.js';
import type { ObjectCopyRequest } from './object-copy.request.js';
import type { ObjectCopyAnswer } from './object-copy.response.js';

/** The type that S3 reports for a source without one (S3 API Reference, GetObject). */
const UNKNOWN_TYPE = 'binary/octet-stream';

/**
 * Copies objects within a tenant's bucket. The caller needs a grant to download the source and a grant to upload the
 * target.
 */
@Injectable()
export class ObjectCopiesService {
  constructor(
    private readonly signing: SigningService,
    private readonly storages: TenantStorages,
    private readonly limiter: RateLimiter,
    private readonly slots: WorkSlots,
    private readonly log: Log,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Copies an object.
   *
   * @throws InvalidKeyError, ApiError `access_denied`, `object_not_found`, `object_too_large`,
   * `object_type_not_allowed`, `object_changed`, `rate_limited`, `audit_unavailable`, `storage_unavailable` …
   */
  copy(access: TenantAccess, request: ObjectCopyRequest): Promise<ObjectCopyAnswer> {
    const { key, versionId } = request.from;
    const action = versionId === undefined ? 'download' : 'downloadVersion';
    const from = this.signing.authorize(access, action, key);
    const to = this.signing.authorize(access, 'upload', request.to.key);
    checkMetadata(request.metadata);
    this.limiter.ofWork(access, 'copy').require(1);
    return this.slots.run(access, 'copy', () => this.#copy(from, to, request));
  }

  async #copy(from: Target, to: Target, request: ObjectCopyRequest): Promise<ObjectCopyAnswer> {
    const { tenant } = to.access;
    const { versionId } = request.from;
    const storage = this.storages.of(to.access);
    const source = await (
      versionId === undefined ? headObject(storage, from.key) : headVersion(storage, from.key, versionId)
    ).catch(refused);
    const contentType = request.contentType ?? (source.contentType || UNKNOWN_TYPE);
    checkCopy(source.size, contentType, to.limits);
    const { etag, versionId: made } = await this.#copyAudited(to, {
      from: { key: from.key, versionId },
      source,
      to: to.key,
      contentType,
      metadata: request.metadata ?? metadataOf(source),
      encryption: tenant.entry.encryption,
    });
    const { size } = source;
    return { key: to.name, size, etag, contentType, ...(made !== undefined && { versionId: made }) };
  }

  /** Copies an object with two audit events: one before the call to S3, and one with the outcome before the answer. */
  async #copyAudited(to: Target, copy: ObjectCopy) {
    const { access } = to;
    const event = storageEvent(to, 'CopyObject', { from: copy.from });
    access.audited = true;
    await this.log.storage(event);
    const copied = await copyObject(this.storages.of(access), copy).catch((error: unknown) => ({
      error,
    }));
    const outcome = 'error' in copied ? 'failed' : 'done';
    this.metrics.changed(access.tenant.id, 'copy', outcome);
    await this.log.storage({ ...event, outcome });
    return 'error' in copied ? refused(copied.error) : copied;
  }
}

/** Converts S3's refusal of the source. */
function refused(error: unknown): never {
  if (!(error instanceof S3Refusal)) throw error;
  switch (error.code) {
    case 'NoSuchKey':
    case 'NoSuchVersion':
    case 'AccessDenied': // the answer to HEAD if the role may not list
      throw objectNotFound();
    default:
      throw objectChanged();
  }
}

export const objectNotFound = (): ApiError =>
  new ApiError(
    'object_not_found',
    'The source does not exist, or the role may not read it. Check its key and version.',
  );

export const objectChanged = (): ApiError =>
  new ApiError('object_changed', 'The source was changed while it was copied. Copy it again.');

/**
 * Returns the source's metadata without the mark of the source's upload, because the copy is another object. S3 stores
 * printable ASCII, and returns other text encoded by RFC 2047 §4.1.
 */
function metadataOf({ metadata }: StoredObject): Record<string, string> {
  const kept = Object.entries(metadata).filter(([name]) => name !== MARK);
  return Object.fromEntries(kept.map(([name, value]) => [name, encoded(value)]));
}

const encoded = (value: string): string =>
  /^[ -~]*$/.test(value) ? value : `=?UTF-8?B?${Buffer.from(value).toString('base64')}?=`;
