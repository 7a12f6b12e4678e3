import { IsInt, Matches, Max, Min } from 'class-validator';
import { BASE64_DIGEST, base64Digest, NestedList, Optional } from '#validation';
import { MAX_PARTS } from './part-plan.js';

const number = { message: `must be a whole number from 1 to ${MAX_PARTS}` };
const etag = { message: 'must be the ETag that S3 answered to the part, up to 128 characters' };
const list = `must be a list of up to ${MAX_PARTS} parts, such as [{ "partNumber": 1, "etag": "…" }]`;

/** A part that the client has sent to S3. */
export class SentPart {
  /** The number of the part, from 1 to 10,000. */
  @IsInt(number) @Min(1, number) @Max(MAX_PARTS, number) partNumber!: number;
  /** The ETag that S3 returned for the part, with or without quotes. */
  @Matches(/^(?:"[\w+/=-]{1,128}"|[\w+/=-]{1,128})$/, etag) etag!: string;
  /** The digest of the part in Base64, by the upload's `checksumAlgorithm`. */
  @Optional() @Matches(BASE64_DIGEST, base64Digest) checksum?: string;
}

/** The request lists the parts that the client has sent, or has no list. */
export class CompletionRequest {
  /**
   * All parts of the upload, in any order. S3 must have each of them with this ETag. If `parts` is absent, the service
   * completes the upload with the parts that S3 has stored.
   */
  @Optional()
  @NestedList(() => SentPart, { max: MAX_PARTS }, list)
  parts?: SentPart[];
}
