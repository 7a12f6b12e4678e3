import { IsInt, Matches, Max, Min } from 'class-validator';
import { BASE64_DIGEST, base64Digest, NestedList, Optional } from '#validation';
import { LifetimeRequest } from '../../signing/signing.request.js';
import { MAX_PART_SIZE, MAX_PARTS } from './part-plan.js';

const number = { message: `must be a whole number from 1 to ${MAX_PARTS}` };
const bytes = { message: `must be whole bytes from 1 to ${MAX_PART_SIZE}: S3 takes no larger part` };
const list = 'must be a list of 1 to 1000 parts, as [{ "partNumber": 1 }]';

/** A part that is to be sent. */
export class PartToSign {
  /** 1 to the number of parts of the plan. */
  @IsInt(number) @Min(1, number) @Max(MAX_PARTS, number) partNumber!: number;
  /** Bytes; signed. Of an upload whose size is not known; the plan of another says it already. */
  @Optional() @IsInt(bytes) @Min(1, bytes) @Max(MAX_PART_SIZE, bytes) contentLength?: number;
  /** Base64 of the digest of the part's bytes; where the upload has a checksumAlgorithm, and only there. */
  @Optional() @Matches(BASE64_DIGEST, base64Digest) checksum?: string;
}

/** Which parts to sign, and for how long. */
export class PartsRequest extends LifetimeRequest {
  /** Up to a thousand at once; the same again whenever URLs have ended. */
  @NestedList(() => PartToSign, { min: 1, max: 1000 }, list)
  parts!: PartToSign[];
}
