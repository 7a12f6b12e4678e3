import { IsBoolean, Matches } from 'class-validator';
import { FIELD_VALUE, fieldValue, IsMediaType, Optional, SchemaOverride } from '#validation';
import { ReadRequest } from '../../signing/signing.request.js';

/** No control characters, surrogates and separators; without `\p{…}`, which generators of clients and tests may lack. */
// oxlint-disable-next-line no-control-regex -- they are what is refused
const FILENAME = /^[^\u0000-\u001f\u007f-\u009f\ud800-\udfff/\\]{1,255}$/u;

const inline = { message: 'must be true or false' };
const filename = {
  message: 'must be a name of 1 to 255 characters without "/", "\\" and control characters',
};

/** What to download, for how long, and how S3 answers. */
export class DownloadRequest extends ReadRequest {
  /** Whether a browser shows the object instead of saving it. Only types in the tenant's `inlineTypes` are allowed, and the request must name `contentType`. */
  @Optional() @IsBoolean(inline) inline?: boolean;
  /** The type that the object is served with. */
  @Optional() @IsMediaType() contentType?: string;
  /** The name that the file is saved under. */
  @Optional()
  @Matches(FILENAME, filename)
  @SchemaOverride({ type: 'string', pattern: FILENAME.source.replace('\\ud800-\\udfff', '') }) // nothing but JavaScript knows them
  filename?: string;
  /** `Cache-Control` of S3's answer (RFC 9111 §5.2). */
  @Optional() @Matches(FIELD_VALUE, fieldValue) cacheControl?: string;
  /** `Content-Language` of S3's answer (RFC 9110 §8.5). */
  @Optional() @Matches(FIELD_VALUE, fieldValue) contentLanguage?: string;
  /** `Content-Encoding` of S3's answer (RFC 9110 §8.4). */
  @Optional() @Matches(FIELD_VALUE, fieldValue) contentEncoding?: string;
}
