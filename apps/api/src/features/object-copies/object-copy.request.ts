import { Matches } from 'class-validator';
import { IsMediaType, IsStringMap, Nested, Optional } from '#validation';
import { IsExistingKey, IsKey, VERSION_ID, version } from '../../signing/signing.request.js';
import { METADATA, metadata } from '../uploads/upload.request.js';

/** What to copy: an object, or one version of it. */
export class CopySourceRequest {
  /** The object's key, without the tenant's prefix. Needs a grant of `download`. */
  @IsExistingKey() key!: string;
  /** S3's version id; needs a grant of `downloadVersion`. */
  @Optional() @Matches(VERSION_ID, version) versionId?: string;
}

/** Where to. */
export class CopyTargetRequest {
  /** The new object's key, without the tenant's prefix. Needs a grant of `upload`, whose limits hold for the copy. */
  @IsKey() key!: string;
}

/** What to copy, where to, and what the copy is said to be. */
export class ObjectCopyRequest {
  /** The source. */
  @Nested(() => CopySourceRequest, 'must be an object, as { "key": "drafts/report.pdf" }')
  from!: CopySourceRequest;
  /** The target. An object that has the key already is overwritten. */
  @Nested(() => CopyTargetRequest, 'must be an object, as { "key": "reports/report.pdf" }')
  to!: CopyTargetRequest;
  /** Of the copy; the source’s where left out. */
  @Optional() @IsMediaType() contentType?: string;
  /** `x-amz-meta-…` of the copy; the source’s where left out. */
  @Optional() @IsStringMap(METADATA, metadata) metadata?: Record<string, string>;
}
