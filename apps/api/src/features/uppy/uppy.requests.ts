import { IsInt, IsObject, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { IsMediaType, NestedList, Optional } from '#validation';
import { MAX_PARTS } from '../multipart-uploads/part-plan.js';

// As `CompanionS3.ts` of @uppy/aws-s3 6.3.1 sends them.

const filename = { message: 'must be the name of the file, up to 1024 characters' };
const key = { message: 'must be the key that the upload began with, up to 1024 bytes' };
const partNumbers = { message: 'must be 1 to 1000 part numbers, such as ?partNumbers=1,2,3' };
const metadata = { message: 'must be an object' };
const number = { message: `must be a whole number from 1 to ${MAX_PARTS}` };
const etag = { message: 'must be the ETag that S3 answered to the part, up to 128 characters' };

/** A file that is to be sent. */
export class UppyFile {
  /** It becomes part of the key. */
  @IsString(filename) @MaxLength(1024, filename) filename!: string;
  /** Media type; `application/octet-stream` where left out. */
  @Optional() @IsMediaType() type?: string;
  /** Of the file in Uppy. What the session names in `metadataFields` is kept. */
  @Optional() @IsObject(metadata) metadata?: Record<string, unknown>;
}

/** Which object. */
export class UppyKey {
  /** As the answer that began the upload had it. */
  @IsString(key) key!: string;
}

/** Which parts. */
export class UppyPartNumbers extends UppyKey {
  /** With commas between. */
  @Matches(/^[1-9]\d{0,4}(?:,[1-9]\d{0,4}){0,999}$/, partNumbers) partNumbers!: string;
}

/** A part that was sent. */
export class UppyPart {
  @IsInt(number) @Min(1, number) @Max(MAX_PARTS, number) PartNumber!: number;
  /** As S3 answered it; with quotes or without. */
  @Matches(/^(?:"[\w+/=-]{1,128}"|[\w+/=-]{1,128})$/, etag) ETag!: string;
}

/** What was sent. */
export class UppyCompletion {
  /** All parts: each must be in the storage with this ETag. */
  @NestedList(
    () => UppyPart,
    { min: 1, max: MAX_PARTS },
    `must be a list of 1 to ${MAX_PARTS} parts, such as [{ "PartNumber": 1, "ETag": "…" }]`,
  )
  parts!: UppyPart[];
}
