import { Inject, Injectable } from '@nestjs/common';
import { ulid } from 'ulid';
import { epochSeconds, uriEncodePath } from '#s3-presign';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import type { UploadSession } from '../../access/authorization/upload-session.js';
import { sessionNotActive } from '../../access/sealing/sealed-sessions.js';
import { RateLimiter } from '../../limits/rate-limiter.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { invalidRequest } from '../../platform/problems/api-error.js';
import { requireLimits } from '../../signing/grant-limits.js';
import { SigningService } from '../../signing/signing.service.js';
import type { Target } from '../../signing/target.js';
import { headObject } from '../../storage/head-object.js';
import { S3Refusal } from '../../storage/s3-failure.js';
import { TenantStorages } from '../../storage/tenant-storages.js';
import { largestUpload } from '../../tenancy/grants/limits.js';
import { CompletionService } from '../multipart-uploads/completion.service.js';
import type { PartAnswer } from '../multipart-uploads/multipart.responses.js';
import { MultipartService } from '../multipart-uploads/multipart.service.js';
import { MAX_PARTS, MIN_PART_SIZE } from '../multipart-uploads/part-plan.js';
import { PartSigner } from '../multipart-uploads/part-signer.js';
import { SealedUploads, uploadNotActive, type Upload } from '../multipart-uploads/sealed-uploads.js';
import { UploadAborter } from '../multipart-uploads/upload-aborter.js';
import { UploadFormsService } from '../upload-forms/upload-forms.service.js';
import { factsOf } from '../upload-sessions/session-facts.js';
import { chooseLimits } from '../upload-sessions/session-limits.js';
import type { UploadSessionFacts } from '../upload-sessions/upload-session.response.js';
import { checkContentType } from '../uploads/upload-limits.js';
import type { UploadRequest } from '../uploads/upload.request.js';
import { DEFAULT_CONTENT_TYPE } from '../uploads/uploads.service.js';
import {
  checkFormTexts,
  keyFor,
  keyIsTaken,
  keyIsUnreadable,
  mayMeetAnother,
  metadataFor,
} from './file-rules.js';
import type { UppyFile, UppyPart } from './uppy.requests.js';
import type {
  UppyObjectAnswer,
  UppyParamsAnswer,
  UppyPartAnswer,
  UppyPartsAnswer,
  UppyStoredPart,
  UppyUploadAnswer,
} from './uppy.responses.js';

/** The maximum number of bytes of a file that S3 accepts in one form. */
const MAX_FORM = 5 * 1024 ** 3;

/** The properties of the object that a file is uploaded to. */
type UppyObject = Pick<UploadRequest, 'contentType' | 'metadata' | 'tags'> & {
  readonly key: string;
  readonly contentType: string;
};

/** Implements Uppy's Companion contract with forms and multipart uploads, within the limits of the session. */
@Injectable()
export class UppyService {
  constructor(
    private readonly signing: SigningService,
    private readonly forms: UploadFormsService,
    private readonly multipart: MultipartService,
    private readonly completion: CompletionService,
    private readonly uploads: SealedUploads,
    private readonly parts: PartSigner,
    private readonly aborter: UploadAborter,
    private readonly storages: TenantStorages,
    private readonly limiter: RateLimiter,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  facts(access: TenantAccess): UploadSessionFacts {
    const session = sessionOf(access);
    const name = 'key' in session.to ? session.to.key : session.to.keyPrefix;
    return factsOf(session, chooseLimits(requireLimits(access, 'upload', name), {}));
  }

  /**
   * Signs one form for a small file. S3 has no conditional forms, so the service checks before that the key is free.
   */
  async params(access: TenantAccess, file: UppyFile): Promise<UppyParamsAnswer> {
    const session = sessionOf(access);
    const [object, target] = this.#objectOf(access, file);
    checkFormTexts(target.key, object);
    if (!session.overwrite && mayMeetAnother(session.to) && (await this.#isTaken(target))) throw keyIsTaken();
    const max = largestUpload(target.limits);
    const lifetime = this.#lifetime(access);
    const { url, fields, expiresIn } = await this.forms.sign(access, {
      ...object,
      ...(max !== undefined && { contentLengthRange: { max: Math.min(max, MAX_FORM) } }),
      ...lifetime,
    });
    return { method: 'POST', url, fields, expires: expiresIn };
  }

  /** Begins a multipart upload. Uppy does not send the file's size, so it is counted at completion. */
  async create(access: TenantAccess, file: UppyFile): Promise<UppyUploadAnswer> {
    const session = sessionOf(access);
    const [object, target] = this.#objectOf(access, file);
    const once = !session.overwrite && mayMeetAnother(session.to);
    if (once && (await this.#isTaken(target).catch(() => false))) throw keyIsTaken(); // before it is sent
    const max = largestUpload(target.limits);
    const request = { ...object, ...(once && { ifNoneMatch: '*' as const }) };
    return this.multipart.begin(target, request, max, (_, { uploadId }) => ({
      uploadId,
      key: target.key,
      bucket: access.tenant.entry.bucket,
    }));
  }

  async signPart(access: TenantAccess, uploadId: string, key: string, text: string): Promise<UppyPartAnswer> {
    const [{ url, expiresIn }] = (await this.#sign(access, uploadId, key, [text])) as [PartAnswer];
    return { url, expires: expiresIn };
  }

  async signParts(
    access: TenantAccess,
    uploadId: string,
    key: string,
    texts: readonly string[],
  ): Promise<UppyPartsAnswer> {
    const signed = await this.#sign(access, uploadId, key, texts);
    return { presignedUrls: Object.fromEntries(signed.map(({ partNumber, url }) => [partNumber, url])) };
  }

  async list(access: TenantAccess, uploadId: string, key: string): Promise<UppyStoredPart[]> {
    const stored = await this.multipart.stored(await this.#open(access, uploadId, key));
    return stored.map(({ partNumber, etag, size }) => ({ PartNumber: partNumber, ETag: etag, Size: size }));
  }

  async complete(
    access: TenantAccess,
    uploadId: string,
    key: string,
    parts: readonly UppyPart[],
  ): Promise<UppyObjectAnswer> {
    const upload = await this.#open(access, uploadId, key);
    const claimed = parts.map(({ PartNumber: partNumber, ETag: etag }) => ({ partNumber, etag }));
    await this.completion.completeOpened(upload, claimed);
    const { origin, path } = access.tenant.endpoint;
    const location = `${origin}${path}/${uriEncodePath(key)}`;
    return { location, key, bucket: access.tenant.entry.bucket };
  }

  async abort(access: TenantAccess, uploadId: string, key: string): Promise<void> {
    await this.aborter.abort(await this.#open(access, uploadId, key));
  }

  /**
   * Returns the object for a file. Each file costs one unit of the session's budget; requests within an upload use the
   * upload's own budget.
   *
   * @returns the object and its target, with the limits of the grants that allow its type
   * @throws InvalidKeyError, ApiError `access_denied`, `invalid_request` with Uppy's names in the pointers,
   * `rate_limited`
   */
  #objectOf(
    access: TenantAccess,
    { filename, type = DEFAULT_CONTENT_TYPE, metadata }: UppyFile,
  ): [UppyObject, Target] {
    const session = sessionOf(access);
    this.limiter.ofUpload(access.tenant, session.id).require(1);
    const key = keyFor(session.to, filename, ulid(this.clock()));
    const target = this.signing.authorize(access, 'upload', key);
    const limits = checkContentType(type, target.limits, '#/type');
    const kept = metadataFor(session, metadata);
    const { tags } = session;
    const object = { key, contentType: type, ...(kept && { metadata: kept }), ...(tags && { tags }) };
    return [object, { ...target, limits }];
  }

  /**
   * Returns whether the key has an object. For a free key, S3 answers 403 to a role that may read but not list. To a
   * role that may not read, it answers 403 for every key.
   *
   * @throws ApiError `upload_not_active` if the role may not read the key; `storage_unavailable` …
   */
  async #isTaken({ access, key, name }: Target): Promise<boolean> {
    try {
      await headObject(this.storages.of(access), key);
      return true;
    } catch (error) {
      if (!(error instanceof S3Refusal)) throw error;
      if (error.code === 'AccessDenied' && !access.tenant.grants.allowsSomeCaller('download', name)) {
        throw keyIsUnreadable();
      }
      return false;
    }
  }

  async #sign(
    access: TenantAccess,
    uploadId: string,
    key: string,
    texts: readonly string[],
  ): Promise<readonly PartAnswer[]> {
    const upload = await this.#open(access, uploadId, key, texts.length);
    const most = mostParts(upload.promised.maxSize);
    const parts = texts.map((text) => ({ partNumber: partNumberOf(text, most) }));
    return this.parts.sign(upload, parts, this.#lifetime(access));
  }

  /**
   * Opens an upload of the session.
   *
   * @throws ApiError `upload_not_active` also for another key than the upload's
   */
  async #open(access: TenantAccess, uploadId: string, key: string, cost = 1): Promise<Upload> {
    const upload = await this.uploads.open(access, uploadId, cost);
    if (upload.target.key !== key) throw uploadNotActive();
    return upload;
  }

  /** Returns the lifetime of a URL: the tenant's, but never longer than the session. */
  #lifetime(access: TenantAccess): { expiresIn?: number } {
    const left = Math.max(1, sessionOf(access).end - epochSeconds(this.clock()));
    return left < access.tenant.limits.defaultExpiresIn ? { expiresIn: left } : {};
  }
}

/** Returns the upload session. Only routes with a capability call this. */
function sessionOf({ session }: TenantAccess): UploadSession {
  if (!session) throw sessionNotActive({ reason: 'no_permission_declared' });
  return session;
}

/** Returns the maximum number of parts. All parts but the last have at least S3's smallest size. */
const mostParts = (maxSize = Infinity): number =>
  Math.min(MAX_PARTS, Math.floor(maxSize / MIN_PART_SIZE) + 1);

function partNumberOf(text: string, most: number): number {
  const partNumber = /^[1-9]\d{0,4}$/.test(text) ? Number(text) : 0;
  if (partNumber >= 1 && partNumber <= most) return partNumber;
  const detail = `Must be a whole number from 1 to ${most}: the session allows no more parts.`;
  throw invalidRequest({ pointer: '#/partNumber', detail });
}
