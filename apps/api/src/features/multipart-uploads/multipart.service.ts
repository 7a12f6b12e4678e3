import { Inject, Injectable } from '@nestjs/common';
import { ulid } from 'ulid';
import { formatTime, type ChecksumAlgorithm, type Encryption } from '#s3-presign';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import { Sealer } from '../../access/sealing/sealer.js';
import { RateLimiter } from '../../limits/rate-limiter.js';
import type { Constraint } from '../../platform/audit/constraint.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { invalidRequest } from '../../platform/problems/api-error.js';
import { enforcedByS3 } from '../../signing/enforced-by-s3.js';
import { SigningService } from '../../signing/signing.service.js';
import type { Target } from '../../signing/target.js';
import { createUpload, type StoredPart } from '../../storage/multipart-upload.js';
import { S3Refusal } from '../../storage/s3-failure.js';
import { TenantStorages } from '../../storage/tenant-storages.js';
import { checkUpload } from '../uploads/upload-limits.js';
import { DEFAULT_CONTENT_TYPE } from '../uploads/uploads.service.js';
import type { MultipartUploadRequest } from './multipart-upload.request.js';
import type {
  MultipartUploadAnswer,
  PartsAnswer,
  StoredPartAnswer,
  StoredPartsAnswer,
} from './multipart.responses.js';
import { partCount, planParts, type PartPlan } from './part-plan.js';
import { PartSigner } from './part-signer.js';
import { PartsLister } from './parts-lister.js';
import type { PartsRequest } from './parts.request.js';
import { SealedUploads, uploadNotActive, type SealedUpload, type Upload } from './sealed-uploads.js';
import { UploadAborter } from './upload-aborter.js';
import { markedMetadata } from './upload-mark.js';

/**
 * The number of parts that are signed with the answer that creates an upload. The next constant applies if the upload's
 * size is not known.
 */
const FIRST_PARTS = 20;
const FIRST_PARTS_OF_UNKNOWN = 4;

/** Creates multipart uploads, signs and lists their parts, and aborts them. The service stores nothing about them. */
@Injectable()
export class MultipartService {
  constructor(
    private readonly signing: SigningService,
    private readonly sealer: Sealer,
    private readonly storages: TenantStorages,
    private readonly uploads: SealedUploads,
    private readonly parts: PartSigner,
    private readonly lister: PartsLister,
    private readonly aborter: UploadAborter,
    private readonly limiter: RateLimiter,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async create(access: TenantAccess, request: MultipartUploadRequest): Promise<MultipartUploadAnswer> {
    const { key, contentType = DEFAULT_CONTENT_TYPE } = request;
    const allowed = this.signing.authorize(access, 'upload', key);
    const limits = checkUpload(request, contentType, allowed.limits);
    this.limiter.ofBeginning(access, 'upload').require(1);
    return this.begin({ ...allowed, limits }, request, undefined, async (upload, { uploadId, end }) => ({
      uploadId,
      key,
      expiresAt: formatTime(end),
      ...planAnswer(upload.promised),
      parts: await this.parts.sign(upload, firstParts(upload), request),
      constraints: constraintsOf(request, contentType, access.tenant.entry.encryption),
    }));
  }

  /**
   * Begins an upload whose object was already checked. The upload is aborted if the answer can't be created.
   *
   * @param target has the limits that allow the upload
   * @param maxSize the size limit in bytes, if there is one and the size is not known
   */
  async begin<Answer>(
    target: Target,
    request: MultipartUploadRequest,
    maxSize: number | undefined,
    answer: (upload: Upload, sealed: SealedUpload) => Answer | Promise<Answer>,
  ): Promise<Answer> {
    const { contentType = DEFAULT_CONTENT_TYPE, tags, checksumAlgorithm } = request;
    const plan = planParts(request.contentLength, request.partSize);
    const mark = ulid(this.clock());
    const metadata = markedMetadata(request.metadata, mark);
    await this.sealer.require(target.access);

    const { tenant } = target.access;
    const { encryption } = tenant.entry;
    const storage = this.storages.of(target.access);
    const object = { key: target.key, contentType, metadata, tags, encryption, checksumAlgorithm };
    await this.aborter.audit('CreateMultipartUpload', target, mark);
    const created = await createUpload(storage, object).catch(refuseTags);
    const upload: Upload = {
      target,
      storage,
      place: { key: target.key, s3UploadId: created.s3UploadId },
      promised: { ...plan, checksumAlgorithm, maxSize },
      contentType,
      ifNoneMatch: request.ifNoneMatch !== undefined,
      mark,
    };
    return this.aborter.unlessItFails(upload, async () => {
      if (checksumAlgorithm !== created.checksumAlgorithm) throw checksumsUnknown(checksumAlgorithm);
      return answer(upload, await this.uploads.seal(upload));
    });
  }

  async sign(access: TenantAccess, uploadId: string, request: PartsRequest): Promise<PartsAnswer> {
    const upload = await this.uploads.open(access, uploadId, request.parts.length);
    return { parts: await this.parts.sign(upload, request.parts, request) };
  }

  async list(access: TenantAccess, uploadId: string): Promise<StoredPartsAnswer> {
    const upload = await this.uploads.open(access, uploadId);
    const { target, promised } = upload;
    const stored = await this.stored(upload);
    const { checksumAlgorithm } = promised;
    return {
      key: target.name,
      ...planAnswer(promised),
      parts: stored.map((part) => partAnswer(part, checksumAlgorithm)),
    };
  }

  /**
   * Returns the parts that S3 has stored.
   *
   * @throws ApiError `upload_not_active`
   */
  stored(upload: Upload): Promise<StoredPart[]> {
    return this.lister.list(upload).catch((error: unknown) => {
      throw error instanceof S3Refusal ? uploadNotActive() : error;
    });
  }

  async abort(access: TenantAccess, uploadId: string): Promise<void> {
    await this.aborter.abort(await this.uploads.open(access, uploadId));
  }
}

function firstParts({ promised }: Upload): { partNumber: number }[] {
  if (promised.checksumAlgorithm !== undefined) return [];
  const count = partCount(promised) ?? FIRST_PARTS_OF_UNKNOWN;
  return Array.from({ length: Math.min(count, FIRST_PARTS) }, (_, index) => ({ partNumber: index + 1 }));
}

function planAnswer(plan: PartPlan) {
  const count = partCount(plan);
  return {
    partSize: plan.partSize,
    ...(count !== undefined && { partCount: count }),
    ...(plan.size !== undefined && { contentLength: plan.size }),
  };
}

function partAnswer(
  { partNumber, size, etag, lastModified, checksums }: StoredPart,
  algorithm: ChecksumAlgorithm | undefined,
): StoredPartAnswer {
  const checksum = algorithm && checksums[algorithm];
  return {
    partNumber,
    size,
    etag,
    lastModified: formatTime(Math.floor(lastModified.getTime() / 1000)),
    ...(checksum !== undefined && { checksum }),
  };
}

/** Returns the constraints. The service can check the whole size only at completion; S3 enforces the others. */
function constraintsOf(
  request: MultipartUploadRequest,
  contentType: string,
  encryption: Encryption | undefined,
): Constraint[] {
  const { contentLength, checksumAlgorithm, metadata, tags, ifNoneMatch } = request;
  return [
    ...enforcedByS3({ contentType, checksumAlgorithm, metadata, tags, encryption, ifNoneMatch }),
    ...(contentLength === undefined
      ? []
      : [{ name: 'contentLength', value: contentLength, enforcedBy: 'service' as const }]),
  ];
}

/**
 * Converts S3's refusal of tags. S3 has rules that a pattern can't express: tags must differ, and must not begin with
 * `aws:`.
 */
function refuseTags(error: unknown): never {
  if (error instanceof S3Refusal && error.code === 'InvalidTag') {
    throw invalidRequest({
      pointer: '#/tags',
      detail: 'S3 refuses these tags. Tag names must not begin with aws:.',
    });
  }
  throw error;
}

const checksumsUnknown = (algorithm = 'none') =>
  invalidRequest({
    pointer: '#/checksumAlgorithm',
    detail: `The tenant’s storage does not check ${algorithm} of parts. Leave checksumAlgorithm out.`,
  });
