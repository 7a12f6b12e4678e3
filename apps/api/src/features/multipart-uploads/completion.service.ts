import { Injectable } from '@nestjs/common';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import { ApiError } from '../../platform/problems/api-error.js';
import { headObject, type StoredObject } from '../../storage/head-object.js';
import { multipartEtag } from '../../storage/multipart-etag.js';
import { completeUpload, listParts, type StoredPart } from '../../storage/multipart-upload.js';
import { S3Refusal } from '../../storage/s3-failure.js';
import type { CompletionRequest } from './completion.request.js';
import type { CompletedUploadAnswer } from './multipart.responses.js';
import { SealedUploads, uploadNotActive, type Upload } from './sealed-uploads.js';
import { UploadAborter } from './upload-aborter.js';
import { MARK } from './upload-mark.js';
import { validateParts, type ClaimedPart } from './validate-parts.js';

/** The last step of an upload in parts. Nothing is believed that S3 doesn't say itself. */
@Injectable()
export class CompletionService {
  constructor(
    private readonly uploads: SealedUploads,
    private readonly aborter: UploadAborter,
  ) {}

  /**
   * @throws ApiError `retry_upload` where parts are missing or others than the client says, or what is there breaks a
   *   promise, and is aborted then; `upload_not_active`
   */
  async complete(
    access: TenantAccess,
    uploadId: string,
    { parts }: CompletionRequest,
  ): Promise<CompletedUploadAnswer> {
    return this.completeOpened(await this.uploads.open(access, uploadId), parts);
  }

  /** The same for an upload that was opened. */
  async completeOpened(upload: Upload, claimed?: readonly ClaimedPart[]): Promise<CompletedUploadAnswer> {
    const stored = await listParts(upload.storage, upload.place).catch((error: unknown) => {
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
      // radosgw 16 leaves it out, and the role may not be allowed to read the object.
      const object = await this.#madeObject(upload);
      return answerOf(upload, object ?? { size, etag: multipartEtag(parts) });
    } catch (error) {
      if (error instanceof S3Refusal) return this.#afterRefusal(upload, error);
      throw error;
    }
  }

  /** S3 holds the condition itself, to the instant. Asked before, it also holds where a store knows no conditions. */
  async #isThere({ storage, place }: Upload): Promise<boolean> {
    return headObject(storage, place.key).then(
      () => true,
      () => false, // or S3 does not say, as to a role that may only write
    );
  }

  /** S3 may refuse because the upload was completed a moment ago: by us, when its answer was lost, or by another replica. */
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

  /** Where the key is taken: by this upload, or by another object, and then the parts are of no use any more. */
  #objectOrAbort(upload: Upload): Promise<CompletedUploadAnswer> {
    return this.aborter.unlessItFails(upload, () => this.#objectOf(upload, keyIsTaken()));
  }

  /**
   * A repeated completion is answered with the object, if it is still the one that this upload made. Metadata can be
   * copied to another object: so a caller who may not read the key gets nothing of it that was not promised.
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

  /** `undefined` where it is another one, not there, or the role may not read it. */
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
