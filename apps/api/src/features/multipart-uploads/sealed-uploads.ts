import { Injectable } from '@nestjs/common';
import type { ChecksumAlgorithm, EpochSeconds } from '#s3-presign';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import { Sealer } from '../../access/sealing/sealer.js';
import { RateLimiter } from '../../limits/rate-limiter.js';
import { ApiError } from '../../platform/problems/api-error.js';
import { SigningService } from '../../signing/signing.service.js';
import type { Target } from '../../signing/target.js';
import type { UploadLocation } from '../../storage/multipart-upload.js';
import type { TenantStorage } from '../../storage/tenant-storage.js';
import { TenantStorages } from '../../storage/tenant-storages.js';
import type { Promised } from './validate-parts.js';

/** Seconds that an uploadId lasts: as long as S3 takes a URL, and buckets keep unfinished uploads. */
const UPLOAD_LIFE = 604_800;

/** What an uploadId keeps for us. Short names: a key may need most of what can be sealed. */
interface UploadClaims {
  /** The key as the caller named it. */
  readonly key: string;
  /** S3's id. */
  readonly s3: string;
  /** Of the plan. */
  readonly part: number;
  readonly size?: number | undefined;
  /** Bytes that an upload session allows. */
  readonly max?: number | undefined;
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
      sum: promised.checksumAlgorithm,
      once: upload.ifNoneMatch || undefined,
      mark: upload.mark,
    };
    return { uploadId: await this.sealer.seal('upload', target.access, claims, end), end };
  }

  /**
   * The grant is asked for again: it may have been withdrawn since.
   *
   * @param cost what is drawn on the upload's own budget
   * @throws ApiError `upload_not_active` for what is no uploadId of this caller, `access_denied`, `rate_limited`,
   *   `sealing_unavailable`
   */
  async open(access: TenantAccess, uploadId: string, cost = 1): Promise<Upload> {
    const claims = await this.sealer.unseal<UploadClaims>('upload', access, uploadId);
    if (!claims) throw uploadNotActive();
    const { key, s3, part, size, max, sum, once, mark } = claims;
    this.limiter.ofUpload(access.tenant, s3).require(cost);
    const target = this.signing.authorize(access, 'upload', key);
    return {
      target,
      storage: this.storages.of(access.tenant),
      place: { key: target.key, s3UploadId: s3 },
      promised: {
        partSize: part,
        size,
        checksumAlgorithm: sum,
        maxSize: least(access.tenant.entry.limits?.maxUploadBytes, max),
      },
      ifNoneMatch: once ?? false,
      mark,
    };
  }
}

const least = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? (one ?? other) : Math.min(one, other);

/** The same words whether it was completed, aborted, has ended, is somebody else's or nobody's. */
export const uploadNotActive = (): ApiError =>
  new ApiError(
    'upload_not_active',
    'You have no such upload: it was completed or aborted, has ended, or is not yours. Begin another one.',
  );
