import { Matches } from 'class-validator';
import { IsMediaType, IsStringMap, Nested, Optional } from '#validation';
import { IsExistingKey, IsKey, VERSION_ID, version } from '../../signing/signing.request.js';
import { METADATA, metadata } from '../uploads/upload.request.js';

/** What to copy: an object, or one version of it. */
export class CopySourceRequest {
  /** The object's key, without the tenant's prefix. It needs a grant of `download`. */
  @IsExistingKey() key!: string;
  /** S3's version id; needs a grant of `downloadVersion`. */
  @Optional() @Matches(VERSION_ID, version) versionId?: string;
}

/** The target of a copy. */
export class CopyTargetRequest {
  /** The new object's key, without the tenant's prefix. It needs a grant of `upload`, whose limits apply to the copy. */
  @IsKey() key!: string;
}

/** What to copy, to which key, and the content type and metadata of the copy. */
export class ObjectCopyRequest {
  /** The object to copy. */
  @Nested(() => CopySourceRequest, 'must be an object, such as { "key": "drafts/report.pdf" }')
  from!: CopySourceRequest;
  /** The target. An object with this key is replaced. */
  @Nested(() => CopyTargetRequest, 'must be an object, such as { "key": "reports/report.pdf" }')
  to!: CopyTargetRequest;
  /** The content type of the copy; the default is the source’s. */
  @Optional() @IsMediaType() contentType?: string;
  /** `x-amz-meta-…` of the copy; the default is the source’s. */
  @Optional() @IsStringMap(METADATA, metadata) metadata?: Record<string, string>;
}
