import { applyDecorators } from '@nestjs/common';
import { Equals, IsInt, IsString, Matches, Max, Min } from 'class-validator';
import { Optional, SchemaOverride } from '#validation';
import { EXISTING_KEY, STRICT_KEY } from './key-patterns.js';

// Every message completes "<pointer> …": it is what a client reads.

const seconds = { message: 'must be whole seconds from 1 to 604800' };
const key = { message: 'must be the key of an object, up to 1024 bytes, such as reports/2026.pdf' };
/** The key of something new. The rest of what makes it one, `InvalidKeyError` says. */
export const IsKey = (): PropertyDecorator => applyDecorators(IsString(key), SchemaOverride(STRICT_KEY));
/** The same for what may be there already. */
export const IsExistingKey = (): PropertyDecorator =>
  applyDecorators(IsString(key), SchemaOverride(EXISTING_KEY));

export const version = { message: 'must be a version id as S3 gives it, up to 1024 characters' };

const enabled = { message: 'must be "ENABLED"' };

/** As S3 makes them, and `null`. */
export const VERSION_ID = /^[\w.~+/=-]{1,1024}$/;

/** For how long. */
export class LifetimeRequest {
  /** Seconds; the default is the tenant's. A larger value is reduced to the tenant's maximum. */
  @Optional() @IsInt(seconds) @Min(1, seconds) @Max(604_800, seconds) expiresIn?: number;
  /** Seconds that the URL must be valid for. If it would expire earlier, the answer is 422. */
  @Optional() @IsInt(seconds) @Min(1, seconds) @Max(604_800, seconds) minValidity?: number;
}

/** What every request for a URL says. */
export class SigningRequest extends LifetimeRequest {
  /** The object's key, without the tenant's prefix. */
  @IsExistingKey() key!: string;
}

/** For which object, or which version of it, and for how long. A version asks for another grant: versions are never implied. */
export class VersionedRequest extends SigningRequest {
  /** S3's version id. `null` is the version of an object that was stored before the bucket had versions. */
  @Optional() @Matches(VERSION_ID, version) versionId?: string;
}

/** What is read, for how long, and whether S3 shows its checksum. */
export class ReadRequest extends VersionedRequest {
  /** `ENABLED` has S3 show the object's checksum, if it has one, in `x-amz-checksum-…`. The header `x-amz-checksum-mode` is signed: send it. For an object under SSE-KMS the role needs `kms:Decrypt`. */
  @Optional() @Equals('ENABLED', enabled) checksumMode?: 'ENABLED';
}
