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

/** The default lifetime of a session in seconds. The next constant is the maximum. */
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

/** The request says what the holder of the session may upload, and for how long. It has either `keyPrefix` or `key`. */
export class UploadSessionRequest {
  /** The folder of the files, without the tenant's prefix. It is empty or ends in `/`. */
  @Optional() @Matches(/^(?:[\s\S]*\/)?$/, keyPrefix) keyPrefix?: string;
  /**
   * The rule by which the name of a file becomes a key. The default is `unique`, which makes a new key for each file:
   * `{keyPrefix}{ULID}/{filename}`. The value `filename` makes the key `{keyPrefix}{filename}`.
   */
  @Optional() @IsIn(NAMINGS, naming) naming?: Naming;
  /** The only key that the session may write, whatever the name of the file is. */
  @Optional() @IsKey() key?: string;
  /** Whether a file may replace an object with the same key. The default is false. */
  @Optional() @IsBoolean(flag) overwrite?: boolean;
  /**
   * The media types that may be uploaded. One grant of the caller must allow all of them. The default is all media
   * types that the grant allows.
   */
  @Optional()
  @IsArray(types)
  @ArrayMinSize(1, types)
  @ArrayMaxSize(30, types)
  @Matches(/^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}$/, { ...types, each: true })
  contentTypes?: string[];
  /** The maximum size of a file in bytes. The service reduces a value that exceeds the tenant's limit. */
  @Optional() @IsInt(bytes) @Min(1, bytes) @Max(MAX_OBJECT_SIZE, bytes) maxFileSize?: number;
  /** User metadata of every object (`x-amz-meta-…`), with names in lower case and values in printable ASCII. */
  @Optional() @IsStringMap(METADATA, metadata) metadata?: Record<string, string>;
  /**
   * The names of those fields of Uppy's `meta` that become metadata of the object. The service drops all other fields.
   */
  @Optional()
  @IsArray(names)
  @ArrayMaxSize(16, names)
  @Matches(METADATA_NAME, { ...names, each: true })
  metadataFields?: string[];
  /** Up to ten tags of every object. */
  @Optional() @IsStringMap(TAGS, tags) tags?: Record<string, string>;
  /**
   * The requested lifetime of the session in seconds. The default is 3,600. The service reduces a value that exceeds
   * the tenant's maximum.
   */
  @Optional() @IsInt(seconds) @Min(60, seconds) @Max(MAX_SESSION, seconds) expiresIn?: number;
  /** Always refused, because no process keeps state of a session and so none can count its files. */
  @Optional()
  @Never(
    'can’t be promised: nothing is kept that could count files. Leave it out; set it in Uppy’s restrictions',
  )
  maxFiles?: never;
}
