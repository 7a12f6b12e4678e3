import { IsInt, Matches, Max, Min } from 'class-validator';
import { BASE64_DIGEST, base64Digest, NestedList, Optional } from '#validation';
import { LifetimeRequest } from '../../signing/signing.request.js';
import { MAX_PART_SIZE, MAX_PARTS } from './part-plan.js';

const number = { message: `must be a whole number from 1 to ${MAX_PARTS}` };
const bytes = { message: `must be whole bytes from 1 to ${MAX_PART_SIZE}: S3 takes no larger part` };
const list = 'must be a list of 1 to 1000 parts, such as [{ "partNumber": 1 }]';

/** A part for which the service signs a URL. */
export class PartToSign {
  /** The number of the part, from 1 to the `partCount` of the plan, or to 10,000 if the plan has none. */
  @IsInt(number) @Min(1, number) @Max(MAX_PARTS, number) partNumber!: number;
  /**
   * The size of the part in bytes, which is signed. If the upload was begun with `contentLength`, it must equal the
   * planned size, or be absent.
   */
  @Optional() @IsInt(bytes) @Min(1, bytes) @Max(MAX_PART_SIZE, bytes) contentLength?: number;
  /**
   * The digest of the part's bytes in Base64. It is required if the upload has a `checksumAlgorithm`, and refused
   * otherwise.
   */
  @Optional() @Matches(BASE64_DIGEST, base64Digest) checksum?: string;
}

/** The request names the parts to sign, and the lifetime of their URLs. */
export class PartsRequest extends LifetimeRequest {
  /** Up to 1,000 parts. You can request a part again after its URL has expired. */
  @NestedList(() => PartToSign, { min: 1, max: 1000 }, list)
  parts!: PartToSign[];
}
