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
const keyPrefix = { message: 'must be a folder, up to 1024 bytes, as inbox/, or empty' };
const naming = { message: `must be one of ${NAMINGS.join(', ')}` };
const flag = { message: 'must be true or false' };
const types = { message: 'must be 1 to 30 media types without parameters, as ["image/png"], of up to 127 characters each side of the slash' };
const bytes = { message: `must be whole bytes from 1 to ${MAX_OBJECT_SIZE}: S3 stores no larger object` };
const names = { message: 'must be up to 16 lower-case names of 1 to 128 characters, as ["caption"]' };

/** What may be uploaded by whoever has the capability, and until when. Either `keyPrefix` or `key`. */
export class UploadSessionRequest {
  /** The folder, without the tenant's prefix: empty, or with `/` at its end. */
  @Optional() @Matches(/^(?:[\s\S]*\/)?$/, keyPrefix) keyPrefix?: string;
  /** `unique`, the default: `{keyPrefix}{ULID}/{filename}`, a new key each time. `filename`: `{keyPrefix}{filename}`. */
  @Optional() @IsIn(NAMINGS, naming) naming?: Naming;
  /** The one key that may be written, whatever the file is called. */
  @Optional() @IsKey() key?: string;
  /** Whether an object that has the key already may be overwritten; false where left out. */
  @Optional() @IsBoolean(flag) overwrite?: boolean;
  /** Of the tenant's; all of those where left out. */
  @Optional()
  @IsArray(types)
  @ArrayMinSize(1, types)
  @ArrayMaxSize(30, types)
  @Matches(/^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}$/, { ...types, each: true })
  contentTypes?: string[];
  /** Bytes; lowered to the tenant's limit. */
  @Optional() @IsInt(bytes) @Min(1, bytes) @Max(MAX_OBJECT_SIZE, bytes) maxFileSize?: number;
  /** `x-amz-meta-…` of every object: lower-case names, printable ASCII. */
  @Optional() @IsStringMap(METADATA, metadata) metadata?: Record<string, string>;
  /** Names of the uploader's own metadata (Uppy's `meta`) that objects keep; the rest is dropped. */
  @Optional()
  @IsArray(names)
  @ArrayMaxSize(16, names)
  @Matches(METADATA_NAME, { ...names, each: true })
  metadataFields?: string[];
  /** Of every object; at most ten. */
  @Optional() @IsStringMap(TAGS, tags) tags?: Record<string, string>;
  /** Seconds; 3600 where left out, shortened to the tenant's maximum. */
  @Optional() @IsInt(seconds) @Min(60, seconds) @Max(MAX_SESSION, seconds) expiresIn?: number;
  /** Refused: nothing counts files, since no process keeps anything of a session. */
  @Optional()
  @Never(
    'can’t be promised: nothing is kept that could count files. Leave it out; set it in Uppy’s restrictions',
  )
  maxFiles?: never;
}
