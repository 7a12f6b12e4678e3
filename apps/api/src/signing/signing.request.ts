import { applyDecorators } from '@nestjs/common';
import { Equals, IsInt, IsString, Matches, Max, Min } from 'class-validator';
import { Optional, SchemaOverride } from '#validation';
import { EXISTING_KEY, STRICT_KEY } from './key-patterns.js';

// Clients see every message as the `detail` of a validation error, which begins with a capital letter.

const seconds = { message: 'must be whole seconds from 1 to 604800' };
const key = { message: 'must be the key of an object, up to 1024 bytes, such as reports/2026.pdf' };
/**
 * Validates that the key of a new object is a string. The schema shows the rules for new keys, and `InvalidKeyError`
 * reports violations.
 */
export const IsKey = (): PropertyDecorator => applyDecorators(IsString(key), SchemaOverride(STRICT_KEY));
/** Does the same for the key of an object that may exist already. The schema shows the rules for existing keys. */
export const IsExistingKey = (): PropertyDecorator =>
  applyDecorators(IsString(key), SchemaOverride(EXISTING_KEY));

export const version = { message: 'must be a version id as S3 gives it, up to 1024 characters' };

const enabled = { message: 'must be "ENABLED"' };

/** The version ids that S3 generates, and `null`. */
export const VERSION_ID = /^[\w.~+/=-]{1,1024}$/;

/** The lifetime of a signed URL or form. */
export class LifetimeRequest {
  /**
   * The requested lifetime of the URL or form in seconds. The default is the tenant's default lifetime. The service
   * reduces a value that exceeds the tenant's maximum or the remaining lifetime of the AWS credentials.
   */
  @Optional() @IsInt(seconds) @Min(1, seconds) @Max(604_800, seconds) expiresIn?: number;
  /**
   * The minimum lifetime in seconds that the caller accepts. If the URL or form would expire earlier, the service signs
   * nothing and refuses the request with 422 (`validity_too_short`).
   */
  @Optional() @IsInt(seconds) @Min(1, seconds) @Max(604_800, seconds) minValidity?: number;
}

/** The members that every request for a single URL has. */
export class SigningRequest extends LifetimeRequest {
  /** The object's key, without the tenant's prefix. */
  @IsExistingKey() key!: string;
}

/**
 * The request names an object, or one version of it, and the lifetime of the URL. With `versionId`, the caller needs a
 * grant of `downloadVersion` or `deleteVersion`.
 */
export class VersionedRequest extends SigningRequest {
  /**
   * The id of the version, as S3 returns it. The text `null` is the id of a version that S3 stored while versioning was
   * off.
   */
  @Optional() @Matches(VERSION_ID, version) versionId?: string;
}

/** The request names the object to read, the lifetime of the URL, and whether S3 returns the object's checksum. */
export class ReadRequest extends VersionedRequest {
  /**
   * Set `ENABLED` to make S3 return the object's checksum, if it has one, in a header `x-amz-checksum-…`. The client
   * must then send the signed header `x-amz-checksum-mode`, which is in `headers` of the answer. For an object that is
   * encrypted with SSE-KMS, the tenant's role needs `kms:Decrypt`.
   */
  @Optional() @Equals('ENABLED', enabled) checksumMode?: 'ENABLED';
}
