import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  Matches,
  Max,
  Min,
} from 'class-validator';
import { IsStringMap, Never, Optional } from '#validation';
import { NAMINGS, type Naming } from '../../access/authorization/upload-session.js';
import { IsKey } from '../../signing/signing.request.js';
import { MAX_OBJECT_SIZE } from '../multipart-uploads/part-plan.js';
import { METADATA, metadata, METADATA_NAME, TAGS, tags } from '../uploads/upload.request.js';

/** Seconds. */
export const DEFAULT_SESSION = 3600;
export const MAX_SESSION = 43_200;

const seconds = { message: `must be whole seconds from 60 to ${MAX_SESSION}` };
const keyPrefix = { message: 'must be a folder, up to 1024 bytes, such as inbox/, or empty' };
const naming = { message: `must be one of ${NAMINGS.join(', ')}` };
const flag = { message: 'must be true or false' };
const types = {
  message:
    'must be 1 to 30 media types without parameters, such as ["image/png"], of up to 127 characters each side of the slash',
};
const bytes = { message: `must be whole bytes from 1 to ${MAX_OBJECT_SIZE}: S3 stores no larger object` };
const names = { message: 'must be up to 16 lower-case names of 1 to 128 characters, such as ["caption"]' };

/** What the holder of the session may upload, and until when. It has either `keyPrefix` or `key`. */
export class UploadSessionRequest {
  /** The folder, without the tenant's prefix. It is empty or ends in `/`. */
  @Optional() @Matches(/^(?:[\s\S]*\/)?$/, keyPrefix) keyPrefix?: string;
  /** `unique`, the default: `{keyPrefix}{ULID}/{filename}`, a new key each time. `filename`: `{keyPrefix}{filename}`. */
  @Optional() @IsIn(NAMINGS, naming) naming?: Naming;
  /** The only key that may be written, whatever the name of the file is. */
  @Optional() @IsKey() key?: string;
  /** Whether an object with the same key may be replaced; the default is false. */
  @Optional() @IsBoolean(flag) overwrite?: boolean;
  /** Media types that may be uploaded, a subset of the tenant's; the default is all of those. */
  @Optional()
  @IsArray(types)
  @ArrayMinSize(1, types)
  @ArrayMaxSize(30, types)
  @Matches(/^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}$/, { ...types, each: true })
  contentTypes?: string[];
  /** Bytes; a larger value is reduced to the tenant's limit. */
  @Optional() @IsInt(bytes) @Min(1, bytes) @Max(MAX_OBJECT_SIZE, bytes) maxFileSize?: number;
  /** `x-amz-meta-…` of every object: lower-case names, printable ASCII. */
  @Optional() @IsStringMap(METADATA, metadata) metadata?: Record<string, string>;
  /** Names of Uppy's `meta` that objects keep. Other names are dropped. */
  @Optional()
  @IsArray(names)
  @ArrayMaxSize(16, names)
  @Matches(METADATA_NAME, { ...names, each: true })
  metadataFields?: string[];
  /** Tags of every object, at most ten. */
  @Optional() @IsStringMap(TAGS, tags) tags?: Record<string, string>;
  /** Seconds; the default is 3600. A larger value is reduced to the tenant's maximum. */
  @Optional() @IsInt(seconds) @Min(60, seconds) @Max(MAX_SESSION, seconds) expiresIn?: number;
  /** Always refused, because no process keeps state of a session and so none can count its files. */
  @Optional()
  @Never(
    'can’t be promised: nothing is kept that could count files. Leave it out; set it in Uppy’s restrictions',
  )
  maxFiles?: never;
}
