import { IsInt, Matches, Max, Min } from 'class-validator';
import { BASE64_DIGEST, base64Digest, NestedList, Optional } from '#validation';
import { MAX_PARTS } from './part-plan.js';

const number = { message: `must be a whole number from 1 to ${MAX_PARTS}` };
const etag = { message: 'must be the ETag that S3 answered to the part, up to 128 characters' };
const list = `must be a list of up to ${MAX_PARTS} parts, such as [{ "partNumber": 1, "etag": "…" }]`;

/** A part that was sent. */
export class SentPart {
  @IsInt(number) @Min(1, number) @Max(MAX_PARTS, number) partNumber!: number;
  /** The ETag that S3 answered, with or without quotes. */
  @Matches(/^(?:"[\w+/=-]{1,128}"|[\w+/=-]{1,128})$/, etag) etag!: string;
  /** The digest in Base64, by the upload's algorithm. */
  @Optional() @Matches(BASE64_DIGEST, base64Digest) checksum?: string;
}

/** What was sent. */
export class CompletionRequest {
  /**
   * All parts, in any order. S3 must have each of them with this ETag. If `parts` is absent, the upload is completed with
   * the parts that S3 has, if they have the promised size.
   */
  @Optional()
  @NestedList(() => SentPart, { max: MAX_PARTS }, list)
  parts?: SentPart[];
}
