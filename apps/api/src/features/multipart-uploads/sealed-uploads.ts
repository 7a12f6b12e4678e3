import { Injectable } from '@nestjs/common';
import type { ChecksumAlgorithm, EpochSeconds } from '#s3-presign';
import { mediaTypeEssence } from '#validation';
import { noGrant } from '../../access/authorization/requirement-of.js';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import { Sealer } from '../../access/sealing/sealer.js';
import { RateLimiter } from '../../limits/rate-limiter.js';
import { ApiError } from '../../platform/problems/api-error.js';
import { SigningService } from '../../signing/signing.service.js';
import type { Target } from '../../signing/target.js';
import type { UploadLocation } from '../../storage/multipart-upload.js';
import { largestUpload, least, takesSize, takesType } from '../../tenancy/grants/limits.js';
import type { CallerStorage } from '../../storage/tenant-storage.js';
import { TenantStorages } from '../../storage/tenant-storages.js';
import type { Promised } from './validate-parts.js';

/**
 * The lifetime of an uploadId in seconds: the longest lifetime of a signed URL in S3, and the usual time after which
 * buckets delete incomplete uploads.
 */
const UPLOAD_LIFE = 604_800;

/** The content of an uploadId. Names are short, because the key may need most of the available length. */
interface UploadClaims {
  /** The key as the caller named it. */
  readonly key: string;
  /** S3's own upload id. */
  readonly s3: string;
  /** The planned size of a part in bytes. */
  readonly part: number;
  readonly size?: number | undefined;
  /** The size limit of the upload session in bytes. */
  readonly max?: number | undefined;
  /**
   * The media type without parameters. A type that is too long is stored as `*`, which only grants for all types allow.
   */
  readonly type?: string | undefined;
  /** The checksum algorithm. */
  readonly sum?: ChecksumAlgorithm | undefined;
  /** True if the upload completes only while the key has no object (`If-None-Match: *`). */
  readonly once?: true | undefined;
  /** The mark in the object's metadata, by which a repeated completion recognizes its object. */
  readonly mark: string;
}

/** An opened upload that the caller may use. */
export interface Upload {
  readonly target: Target;
  readonly storage: CallerStorage;
  readonly place: UploadLocation;
  readonly promised: Promised;
  /** The content type, with its parameters if there are any. */
  readonly contentType: string | undefined;
  readonly ifNoneMatch: boolean;
  readonly mark: string;
}

/** An uploadId and its expiry. */
export interface SealedUpload {
  readonly uploadId: string;
  readonly end: EpochSeconds;
}

/** Seals the state of an upload as an uploadId, because no process stores it, and opens uploadIds. */
@Injectable()
export class SealedUploads {
  constructor(
    private readonly sealer: Sealer,
    private readonly signing: SigningService,
    private readonly storages: TenantStorages,
    private readonly limiter: RateLimiter,
  ) {}

  /**
   * Seals an upload.
   *
   * @throws ApiError `sealing_unavailable`
   */
  async seal(upload: Upload): Promise<SealedUpload> {
    const { target, place, promised } = upload;
    const end = this.sealer.after(UPLOAD_LIFE);
    const claims: UploadClaims = {
      key: target.name,
      s3: place.s3UploadId,
      part: promised.partSize,
      size: promised.size,
      max: promised.maxSize,
      type: sealedType(upload.contentType),
      sum: promised.checksumAlgorithm,
      once: upload.ifNoneMatch || undefined,
      mark: upload.mark,
    };
    return { uploadId: await this.sealer.seal('upload', target.access, claims, end), end };
  }

  /**
   * Opens an uploadId. The grants are checked again, because they may have been withdrawn or limited since. An upload
   * that is larger than all current grants allow can still be aborted, and its completion aborts it.
   *
   * @param cost the units to charge to the upload's own budget
   * @throws ApiError `upload_not_active` for a text that is not an uploadId of this caller, `access_denied`,
   * `rate_limited`, `sealing_unavailable`
   */
  async open(access: TenantAccess, uploadId: string, cost = 1): Promise<Upload> {
    const claims = await this.sealer.unseal<UploadClaims>('upload', access, uploadId);
    if (!claims) throw uploadNotActive();
    const { key, s3, part, size, max, type, sum, once, mark } = claims;
    this.limiter.ofUpload(access.tenant, s3).require(cost);
    const target = this.signing.authorize(access, 'upload', key);
    const ofType = target.limits.filter((each) => type === undefined || takesType(each, type));
    if (ofType.length === 0) throw noGrant(access, 'upload', key);
    const maxSize = least(largestUpload(ofType), max);
    const limits = ofType.filter((each) => takesSize(each, size ?? maxSize));
    return {
      target: { ...target, limits },
      storage: this.storages.of(access),
      place: { key: target.key, s3UploadId: s3 },
      promised: {
        partSize: part,
        size,
        checksumAlgorithm: sum,
        maxSize,
      },
      contentType: type,
      ifNoneMatch: once ?? false,
      mark,
    };
  }
}

/**
 * The maximum length of a stored media type in characters. RFC 6838 §4.2 allows no longer names, and the key may need
 * most of the uploadId.
 */
const MAX_TYPE = 255;

function sealedType(contentType: string | undefined): string | undefined {
  const essence = contentType === undefined ? undefined : mediaTypeEssence(contentType);
  return essence !== undefined && essence.length > MAX_TYPE ? '*' : essence;
}

/**
 * Creates the refusal of an upload. It is the same whether the upload was completed or aborted, expired, belongs to
 * another subject or never existed.
 */
export const uploadNotActive = (): ApiError =>
  new ApiError(
    'upload_not_active',
    'The upload was completed or aborted, has expired, or belongs to another caller. Begin another upload.',
  );
