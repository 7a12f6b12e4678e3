import { noGrant } from '../../access/authorization/requirement-of.js';
import { Injectable } from '@nestjs/common';
import { uploadHeaders } from '#s3-presign';
import { LongWorkQueue } from '../../platform/turns/long-work-queue.js';
import { ownerOf } from '../../access/authorization/owner-of.js';
import { Log } from '../../platform/audit/log.js';
import { invalidRequest } from '../../platform/problems/api-error.js';
import { enforcedByS3 } from '../../signing/enforced-by-s3.js';
import type { LifetimeRequest } from '../../signing/signing.request.js';
import { SigningService } from '../../signing/signing.service.js';
import type { Signing } from '../../signing/url-signing.js';
import { checkDigest } from '../uploads/upload-limits.js';
import type { PartAnswer } from './multipart.responses.js';
import { partCount, partLength } from './part-plan.js';
import type { PartToSign } from './parts.request.js';
import type { Upload } from './sealed-uploads.js';

/** The number of parts after which other requests get a turn. */
const TURN = 64;

/**
 * Signs UploadPart requests. The length and the checksum of a part are signed header fields, so that S3 enforces them.
 */
@Injectable()
export class PartSigner {
  constructor(
    private readonly signing: SigningService,
    private readonly log: Log,
    private readonly queue: LongWorkQueue,
  ) {}

  /**
   * Signs parts. Their audit events are written before the answer.
   *
   * @throws PresignError, ApiError `access_denied`, `invalid_request`, `audit_unavailable`
   */
  async sign(upload: Upload, parts: readonly PartToSign[], lifetime: LifetimeRequest): Promise<PartAnswer[]> {
    if (upload.target.limits.length === 0) throw noGrant(upload.target.access, 'upload', upload.target.name); // too large for all current grants
    const signingAt = (index: number) => signingOf(upload, parts[index]!, lifetime, `#/parts/${index}`);
    for (const index of parts.keys()) signingAt(index); // nothing is signed if a part is invalid
    const nextTurn = this.queue.begin(ownerOf(upload.target.access));
    const answers: PartAnswer[] = [];
    while (answers.length < parts.length) {
      if (parts.length > TURN) await nextTurn();
      const count = Math.min(TURN, parts.length - answers.length);
      const signings = Array.from({ length: count }, (_, index) => signingAt(answers.length + index));
      for (const answer of await this.#signed(upload, signings)) {
        const { partNumber, contentLength = partLength(upload.promised, partNumber) } =
          parts[answers.length]!;
        answers.push(
          Object.assign({ partNumber, ...(contentLength !== undefined && { contentLength }) }, answer),
        );
      }
    }
    return answers;
  }

  async #signed({ target }: Upload, signings: readonly Signing[]) {
    const signed = await Promise.all(signings.map(async (signing) => this.signing.prepare(target, signing)));
    await this.log.signings(signed.map(({ event }) => event));
    return signed.map(({ answer }) => answer);
  }
}

function signingOf(
  { place, promised }: Upload,
  { partNumber, contentLength: given, checksum: value }: PartToSign,
  { expiresIn, minValidity }: LifetimeRequest,
  pointer: string,
): Signing {
  const count = partCount(promised);
  if (count !== undefined && partNumber > count) {
    throw invalidRequest({
      pointer: `${pointer}/partNumber`,
      detail: `Must be at most ${count}, the number of parts of this upload.`,
    });
  }
  const checksum = checksumOf(promised.checksumAlgorithm, value, `${pointer}/checksum`);
  const planned = partLength(promised, partNumber);
  if (planned !== undefined && (given ?? planned) !== planned) {
    const detail = `Must be ${planned}, the size of this part in bytes. Send this number, or leave the field out.`;
    throw invalidRequest({ pointer: `${pointer}/contentLength`, detail });
  }
  const contentLength = planned ?? given;
  return {
    method: 'PUT',
    expiresIn,
    minValidity,
    query: { partNumber: String(partNumber), uploadId: place.s3UploadId },
    headers: uploadHeaders({ contentLength, checksum }),
    constraints: enforcedByS3({ partNumber, contentLength, checksum }),
  };
}

/** Returns the checksum of a part. S3 requires a checksum either for every part or for none. */
function checksumOf(
  algorithm: Upload['promised']['checksumAlgorithm'],
  value: string | undefined,
  pointer: string,
) {
  if (algorithm === undefined && value === undefined) return undefined;
  if (algorithm === undefined) {
    const detail = 'The upload has no checksumAlgorithm. Begin it with one, or leave checksums out.';
    throw invalidRequest({ pointer, detail });
  }
  if (value === undefined) {
    throw invalidRequest({
      pointer,
      detail: `Is missing: every part of this upload needs its ${algorithm} checksum.`,
    });
  }
  checkDigest(algorithm, value, pointer);
  return { algorithm, value };
}
