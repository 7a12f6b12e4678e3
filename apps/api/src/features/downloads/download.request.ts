import { IsBoolean, Matches } from 'class-validator';
import { FIELD_VALUE, fieldValue, IsMediaType, Optional, SchemaOverride } from '#validation';
import { ReadRequest } from '../../signing/signing.request.js';

/**
 * Names without control characters, surrogates and path separators. The pattern has no `\p{…}`, which some generators
 * of clients and tests do not support.
 */
// oxlint-disable-next-line no-control-regex -- they are what is refused
const FILENAME = /^[^\u0000-\u001f\u007f-\u009f\ud800-\udfff/\\]{1,255}$/u;

const inline = { message: 'must be true or false' };
const filename = {
  message: 'must be a name of 1 to 255 characters without "/", "\\" and control characters',
};

/** The request names the object to download, the lifetime of the URL, and header fields of S3's answer. */
export class DownloadRequest extends ReadRequest {
  /**
   * Set true to make browsers show the object instead of saving it. The request must then name a `contentType` that is
   * one of the tenant's `inlineTypes`.
   */
  @Optional() @IsBoolean(inline) inline?: boolean;
  /** The `Content-Type` of S3's answer, which replaces the stored one. */
  @Optional() @IsMediaType() contentType?: string;
  /** The name under which browsers save the file, of 1 to 255 characters. */
  @Optional()
  @Matches(FILENAME, filename)
  @SchemaOverride({ type: 'string', pattern: FILENAME.source.replace('\\ud800-\\udfff', '') }) // only JavaScript patterns have surrogates
  filename?: string;
  /** The `Cache-Control` of S3's answer (RFC 9111 §5.2). */
  @Optional() @Matches(FIELD_VALUE, fieldValue) cacheControl?: string;
  /** The `Content-Language` of S3's answer (RFC 9110 §8.5). */
  @Optional() @Matches(FIELD_VALUE, fieldValue) contentLanguage?: string;
  /** The `Content-Encoding` of S3's answer (RFC 9110 §8.4). */
  @Optional() @Matches(FIELD_VALUE, fieldValue) contentEncoding?: string;
}
