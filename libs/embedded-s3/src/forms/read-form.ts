import { isUtf8 } from 'node:buffer';
import { S3Error } from '../answers/s3-error.js';

/** A posted form: the fields before the file, and the file. S3 ignores what comes after the file. */
export interface PostedForm {
  /** The fields by lower-case name, with `${filename}` replaced. */
  readonly fields: ReadonlyMap<string, string>;
  readonly file: Buffer;
}

/** The maximum size of everything except the file, in bytes. Source: S3 Developer Guide, "Creating an HTML form". */
const MAX_FIELDS = 20_480;

/**
 * Parses a body of multipart/form-data (RFC 7578) with Node's own parser.
 *
 * @param contentType the content type with the boundary
 * @throws S3Error
 */
export async function readForm(contentType: string, raw: Buffer): Promise<PostedForm> {
  const parts = await parse(contentType, raw);
  const at = parts.findIndex(([name]) => name === 'file');
  const files = parts.filter(([name]) => name === 'file');
  if (at < 0 || files.length > 1) throw notOneFile(files.length);
  const [, posted] = parts[at]!;
  const file = await bytesOf(posted);
  if (raw.length - file.length > MAX_FIELDS) throw fieldsTooLarge();
  if (!isUtf8(raw) && hasLostBytes([...parts.slice(0, at), ['', posted]])) throw malformed();
  const fields = await fieldsOf(parts.slice(0, at), typeof posted === 'string' ? undefined : posted.name);
  return { fields, file };
}

type Part = readonly [name: string, value: string | File];

/**
 * Returns the parts of a body. Field names are case-insensitive: S3 Developer Guide, "Example: Browser-based upload
 * using HTTP POST".
 */
async function parse(contentType: string, raw: Buffer): Promise<Part[]> {
  try {
    const form = await new Response(new Uint8Array(raw), {
      headers: { 'content-type': contentType },
    }).formData();
    return [...form].map(([name, value]) => [name.toLowerCase(), value]);
  } catch {
    throw malformed();
  }
}

const bytesOf = async (posted: string | File): Promise<Buffer> =>
  typeof posted === 'string' ? Buffer.from(posted) : Buffer.from(await posted.arrayBuffer());

/**
 * Returns whether a text was not UTF-8. The parser replaces invalid bytes by U+FFFD, so that the text would differ from
 * what was sent.
 */
const hasLostBytes = (parts: readonly Part[]): boolean =>
  parts.some(([, value]) => typeof value === 'string' && value.includes('\ufffd'));

async function fieldsOf(parts: readonly Part[], filename: string | undefined): Promise<Map<string, string>> {
  const fields = new Map<string, string>();
  for (const [name, value] of parts) {
    if (fields.has(name)) throw new S3Error(400, 'InvalidArgument', 'A form field is given more than once.');
    const text = typeof value === 'string' ? value : await value.text(); // some clients send a file name with every part
    fields.set(
      name,
      filename === undefined ? text : text.replaceAll('${filename}', () => lastSegment(filename)),
    );
  }
  return fields;
}

/** Returns the last segment of a file name: "Only the text following the last slash or backslash is used." */
const lastSegment = (filename: string): string =>
  filename.slice(Math.max(filename.lastIndexOf('/'), filename.lastIndexOf('\\')) + 1);

const malformed = () =>
  new S3Error(
    400,
    'MalformedPOSTRequest',
    'The body of your POST request is not well-formed multipart/form-data.',
  );

const notOneFile = (count: number) =>
  new S3Error(400, 'InvalidArgument', 'POST requires exactly one file upload per request.', {
    ArgumentName: 'file',
    ArgumentValue: String(count),
  });

const fieldsTooLarge = () =>
  new S3Error(
    400,
    'MaxPostPreDataLengthExceeded',
    'Your POST request fields preceding the upload file were too large.',
    { MaxPostPreDataLengthBytes: String(MAX_FIELDS) },
  );
