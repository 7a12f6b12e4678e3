import { IsInt, Matches, Max, Min } from 'class-validator';
import { BASE64_DIGEST, base64Digest, NestedList, Optional } from '#validation';
import { MAX_PARTS } from './part-plan.js';

const number = { message: `must be a whole number from 1 to ${MAX_PARTS}` };
const etag = { message: 'must be the ETag that S3 answered to the part, up to 128 characters' };
const list = `must be a list of up to ${MAX_PARTS} parts, as [{ "partNumber": 1, "etag": "…" }]`;

/** A part that was sent. */
export class SentPart {
  @IsInt(number) @Min(1, number) @Max(MAX_PARTS, number) partNumber!: number;
  /** As S3 answered it; with quotes or without. */
  @Matches(/^(?:"[\w+/=-]{1,128}"|[\w+/=-]{1,128})$/, etag) etag!: string;
  /** Base64, of the upload's algorithm. */
  @Optional() @Matches(BASE64_DIGEST, base64Digest) checksum?: string;
}

/** What was sent. */
export class CompletionRequest {
  /**
   * All parts, in any order: each must be in the storage with this ETag. Left out: whatever is there, if it is as long as
   * was promised.
   */
  @Optional()
  @NestedList(() => SentPart, { max: MAX_PARTS }, list)
  parts?: SentPart[];
}
