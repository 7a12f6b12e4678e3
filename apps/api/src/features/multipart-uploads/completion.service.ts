import { Injectable } from '@nestjs/common';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import { ApiError } from '../../platform/problems/api-error.js';
import { headObject, type StoredObject } from '../../storage/head-object.js';
import { multipartEtag } from '../../storage/multipart-etag.js';
import { completeUpload, type StoredPart } from '../../storage/multipart-upload.js';
import { S3Refusal } from '../../storage/s3-failure.js';
import type { CompletionRequest } from './completion.request.js';
import type { CompletedUploadAnswer } from './multipart.responses.js';
import { PartsLister } from './parts-lister.js';
import { SealedUploads, uploadNotActive, type Upload } from './sealed-uploads.js';
import { UploadAborter } from './upload-aborter.js';
import { MARK } from './upload-mark.js';
import { validateParts, type ClaimedPart } from './validate-parts.js';

/** Completes multipart uploads. Only facts that S3 itself reports are trusted. */
@Injectable()
export class CompletionService {
  constructor(
    private readonly uploads: SealedUploads,
    private readonly lister: PartsLister,
    private readonly aborter: UploadAborter,
  ) {}

  /**
   * Completes an upload.
   *
   * @throws ApiError `retry_upload` if parts are missing or differ from the client's list, or if a stored part breaks a
   * promise, in which case the upload is aborted; `upload_not_active`
   */
  async complete(
    access: TenantAccess,
    uploadId: string,
    { parts }: CompletionRequest,
  ): Promise<CompletedUploadAnswer> {
    return this.completeOpened(await this.uploads.open(access, uploadId), parts);
  }

  /** Completes an upload that was already opened. */
  async completeOpened(upload: Upload, claimed?: readonly ClaimedPart[]): Promise<CompletedUploadAnswer> {
    const stored = await this.lister.list(upload).catch((error: unknown) => {
      if (error instanceof S3Refusal) return undefined;
      throw error;
    });
    if (!stored) return this.#objectOf(upload);
    const verdict = validateParts(upload.promised, stored, claimed);
    switch (verdict.kind) {
      case 'complete':
        return this.#complete(upload, verdict.parts);
      case 'incomplete':
        throw ApiError.listing(
          'retry_upload',
          'Parts are missing or differ from those that were sent.',
          verdict.errors,
          'Then complete again.',
        );
      case 'broken':
        await this.aborter.abort(upload);
        throw ApiError.listing(
          'retry_upload',
          'The parts differ from what was promised.',
          verdict.errors,
          'The upload was deleted. Begin another one.',
        );
    }
  }

  async #complete(upload: Upload, parts: readonly StoredPart[]): Promise<CompletedUploadAnswer> {
    const { target, storage, place, promised, ifNoneMatch, mark } = upload;
    const { checksumAlgorithm } = promised;
    if (ifNoneMatch && (await this.#isThere(upload))) return this.#objectOrAbort(upload);
    await this.aborter.audit('CompleteMultipartUpload', target, mark);
    try {
      const { etag, versionId } = await completeUpload(storage, place, {
        parts,
        ifNoneMatch,
        checksumAlgorithm,
      });
      const size = parts.reduce((sum, part) => sum + part.size, 0);
      if (etag !== '') return answerOf(upload, { size, etag, versionId });
      // radosgw 16 leaves the ETag out of the answer, and the role may not be allowed to read the object.
      const object = await this.#madeObject(upload);
      return answerOf(upload, object ?? { size, etag: multipartEtag(parts) });
    } catch (error) {
      if (error instanceof S3Refusal) return this.#afterRefusal(upload, error);
      throw error;
    }
  }

  /**
   * Returns whether the key already has an object. S3 enforces `If-None-Match` itself and without a race. This check
   * also covers stores that do not support the condition.
   */
  async #isThere({ storage, place }: Upload): Promise<boolean> {
    return headObject(storage, place.key).then(
      () => true,
      () => false, // or S3 hides the object from a role that may only write
    );
  }

  /**
   * Handles a refusal of S3. The upload may already be completed: by this process, if S3's answer was lost, or by
   * another replica.
   */
  async #afterRefusal(upload: Upload, { code }: S3Refusal): Promise<CompletedUploadAnswer> {
    switch (code) {
      case 'NoSuchUpload':
        return this.#objectOf(upload);
      case 'PreconditionFailed':
        return this.#objectOrAbort(upload);
      case 'ConditionalRequestConflict':
        await this.aborter.abort(upload);
        throw retryUpload(
          'Another upload stored an object under the key at the same time, and the parts were deleted. Begin another upload.',
        );
      default:
        throw retryUpload(
          'Parts were sent again during the completion. List the parts, then complete again.',
        );
    }
  }

  /**
   * Returns the object if this upload created it. Otherwise another object has the key, and the upload is aborted,
   * because its parts are of no further use.
   */
  #objectOrAbort(upload: Upload): Promise<CompletedUploadAnswer> {
    return this.aborter.unlessItFails(upload, () => this.#objectOf(upload, keyIsTaken()));
  }

  /**
   * Answers a repeated completion with the object, if it is still the object of this upload. Metadata can be copied to
   * another object, so a caller who may not read the key only receives promised values.
   */
  async #objectOf(upload: Upload, otherwise = uploadNotActive()): Promise<CompletedUploadAnswer> {
    const object = await this.#madeObject(upload);
    const { target, promised } = upload;
    const size = promised.size ?? object?.size;
    if (!object || object.size !== size) throw otherwise;
    const { access, name } = target;
    if (access.tenant.grants.allows(access.caller, 'download', name)) return answerOf(upload, object);
    return { key: name, ...(promised.size !== undefined && { size }) };
  }

  /**
   * Returns the object if this upload created it; `undefined` if it is another object, does not exist, or the role may
   * not read it.
   */
  async #madeObject({ storage, place, mark }: Upload): Promise<StoredObject | undefined> {
    const object = await headObject(storage, place.key).catch((error: unknown) => {
      if (error instanceof S3Refusal) return undefined;
      throw error;
    });
    return object?.metadata[MARK] === mark ? object : undefined;
  }
}

function answerOf(
  { target }: Upload,
  { size, etag, versionId }: { size: number; etag: string; versionId?: string | undefined },
): CompletedUploadAnswer {
  return { key: target.name, size, etag, ...(versionId !== undefined && { versionId }) };
}

const retryUpload = (message: string): ApiError => new ApiError('retry_upload', message);

const keyIsTaken = (): ApiError =>
  new ApiError(
    'upload_not_active',
    'An object has this key, and the upload has ifNoneMatch. The object is unchanged, and the parts were deleted.',
  );
