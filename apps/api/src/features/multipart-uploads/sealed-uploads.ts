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
import type { TenantStorage } from '../../storage/tenant-storage.js';
import { TenantStorages } from '../../storage/tenant-storages.js';
import type { Promised } from './validate-parts.js';

/** Seconds that an uploadId lasts: as long as S3 takes a URL, and buckets keep unfinished uploads. */
const UPLOAD_LIFE = 604_800;

/** The content of an uploadId. Names are short, because a key may need most of the room. */
interface UploadClaims {
  /** The key as the caller named it. */
  readonly key: string;
  /** S3's id. */
  readonly s3: string;
  /** Bytes of a part, as planned. */
  readonly part: number;
  readonly size?: number | undefined;
  /** Bytes that an upload session allows. */
  readonly max?: number | undefined;
  /** The media type, without parameters; what has no place here is `*`, which only grants for all types allow. */
  readonly type?: string | undefined;
  /** The checksum's algorithm. */
  readonly sum?: ChecksumAlgorithm | undefined;
  /** `If-None-Match: *` at completion. */
  readonly once?: true | undefined;
  /** Stands in the object's metadata: by it a repeated completion knows its object. */
  readonly mark: string;
}

/** An upload that the caller may act on. */
export interface Upload {
  readonly target: Target;
  readonly storage: TenantStorage;
  readonly place: UploadLocation;
  readonly promised: Promised;
  /** The content type, with its parameters if there are any. */
  readonly contentType: string | undefined;
  readonly ifNoneMatch: boolean;
  readonly mark: string;
}

/** An uploadId, and when it ends. */
export interface SealedUpload {
  readonly uploadId: string;
  readonly end: EpochSeconds;
}

/** uploadIds: all that is to be known of an upload, sealed, since no process keeps it. */
@Injectable()
export class SealedUploads {
  constructor(
    private readonly sealer: Sealer,
    private readonly signing: SigningService,
    private readonly storages: TenantStorages,
    private readonly limiter: RateLimiter,
  ) {}

  /** @throws ApiError `sealing_unavailable` */
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
   * The grants are asked for again: they may have been withdrawn or limited since. What is larger than any of them allows
   * by now can still be given up, and is at its completion.
   *
   * @param cost what is drawn on the upload's own budget
   * @throws ApiError `upload_not_active` for what is no uploadId of this caller, `access_denied`, `rate_limited`,
   *   `sealing_unavailable`
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
      storage: this.storages.of(access.tenant),
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

/** Characters: RFC 6838 §4.2 has no longer names, and most of the uploadId may be needed for the key. */
const MAX_TYPE = 255;

function sealedType(contentType: string | undefined): string | undefined {
  const essence = contentType === undefined ? undefined : mediaTypeEssence(contentType);
  return essence !== undefined && essence.length > MAX_TYPE ? '*' : essence;
}

/** Returns the same refusal whether the upload was completed or aborted, expired, belongs to another subject or never existed. */
export const uploadNotActive = (): ApiError =>
  new ApiError(
    'upload_not_active',
    'The upload was completed or aborted, has expired, or belongs to another caller. Begin another upload.',
  );
