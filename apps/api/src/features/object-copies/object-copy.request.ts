import { Matches } from 'class-validator';
import { IsMediaType, IsStringMap, Nested, Optional } from '#validation';
import { IsExistingKey, IsKey, VERSION_ID, version } from '../../signing/signing.request.js';
import { METADATA, metadata } from '../uploads/upload.request.js';

/** The object to copy, or one version of it. */
export class CopySourceRequest {
  /**
   * The key of the source, without the tenant's prefix. Without `versionId`, the caller needs a grant of `download` for
   * it.
   */
  @IsExistingKey() key!: string;
  /** The id of the version to copy. The caller then needs a grant of `downloadVersion` for the key. */
  @Optional() @Matches(VERSION_ID, version) versionId?: string;
}

/** The key at which the copy is stored. */
export class CopyTargetRequest {
  /**
   * The key of the copy, without the tenant's prefix. The caller needs a grant of `upload` for it, whose limits apply
   * to the copy.
   */
  @IsKey() key!: string;
}

/** The request names the source and the target of a copy, and the content type and metadata of the copy. */
export class ObjectCopyRequest {
  /** The source of the copy. */
  @Nested(() => CopySourceRequest, 'must be an object, such as { "key": "drafts/report.pdf" }')
  from!: CopySourceRequest;
  /** The target of the copy. The copy replaces an object with the same key. */
  @Nested(() => CopyTargetRequest, 'must be an object, such as { "key": "reports/report.pdf" }')
  to!: CopyTargetRequest;
  /** The content type of the copy. The default is the content type of the source. */
  @Optional() @IsMediaType() contentType?: string;
  /** User metadata of the copy (`x-amz-meta-…`). The default is the metadata of the source. */
  @Optional() @IsStringMap(METADATA, metadata) metadata?: Record<string, string>;
}
