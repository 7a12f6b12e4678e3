import { IsInt, IsObject, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { IsMediaType, NestedList, Optional } from '#validation';
import { MAX_PARTS } from '../multipart-uploads/part-plan.js';

// The requests have the form in which `CompanionS3.ts` of @uppy/aws-s3 6.3.1 sends them.

const filename = { message: 'must be the name of the file, up to 1024 characters' };
const key = { message: 'must be the key that the upload began with, up to 1024 bytes' };
const partNumbers = { message: 'must be 1 to 1000 part numbers, such as ?partNumbers=1,2,3' };
const metadata = { message: 'must be an object' };
const number = { message: `must be a whole number from 1 to ${MAX_PARTS}` };
const etag = { message: 'must be the ETag that S3 answered to the part, up to 128 characters' };

/** The request describes a file that Uppy is about to upload. */
export class UppyFile {
  /** The name of the file. It becomes the end of the object's key, unless the session has a fixed key. */
  @IsString(filename) @MaxLength(1024, filename) filename!: string;
  /** The media type of the file. The default is `application/octet-stream`. */
  @Optional() @IsMediaType() type?: string;
  /** The `meta` of the file in Uppy. The object keeps only the fields that the session names in `metadataFields`. */
  @Optional() @IsObject(metadata) metadata?: Record<string, unknown>;
}

/** The query names the object of an upload. */
export class UppyKey {
  /** The `key` from the answer that began the upload, with the tenant's prefix. */
  @IsString(key) key!: string;
}

/** The query names the parts to sign. */
export class UppyPartNumbers extends UppyKey {
  /** The numbers of 1 to 1,000 parts, separated by commas. */
  @Matches(/^[1-9]\d{0,4}(?:,[1-9]\d{0,4}){0,999}$/, partNumbers) partNumbers!: string;
}

/** A part that the client has sent to S3. */
export class UppyPart {
  /** The number of the part, from 1 to 10,000. */
  @IsInt(number) @Min(1, number) @Max(MAX_PARTS, number) PartNumber!: number;
  /** The ETag that S3 returned for the part, with or without quotes. */
  @Matches(/^(?:"[\w+/=-]{1,128}"|[\w+/=-]{1,128})$/, etag) ETag!: string;
}

/** The request lists the parts that the client has sent. */
export class UppyCompletion {
  /** All parts of the upload. S3 must have each of them with this ETag. */
  @NestedList(
    () => UppyPart,
    { min: 1, max: MAX_PARTS },
    `must be a list of 1 to ${MAX_PARTS} parts, such as [{ "PartNumber": 1, "ETag": "…" }]`,
  )
  parts!: UppyPart[];
}
