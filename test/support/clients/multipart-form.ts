/** A body of multipart/form-data, and its header fields. */
export interface MultipartForm {
  readonly headers: { readonly 'content-type': string; readonly 'content-length': string };
  readonly body: Buffer;
}

/** The boundary. It is as long as those of real clients, and no file of a test may contain it. */
const BOUNDARY = '----boundary-7dbe1c3a95f0426e';

/** Returns one part (RFC 7578 §4), byte for byte. */
export function part(name: string, value: string | Uint8Array, filename?: string): Buffer {
  const file = filename === undefined ? '' : `; filename="${filename}"`;
  const head = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"${file}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), Buffer.from(value), Buffer.from('\r\n')]);
}

/** Returns the parts of a form: the fields in their order, then the file. */
export const partsOf = (
  fields: Readonly<Record<string, string>>,
  file: string | Uint8Array,
  filename = 'upload.bin',
): Buffer[] => [
  ...Object.entries(fields).map(([name, value]) => part(name, value)),
  part('file', file, filename),
];

/** Returns a form of these parts. @param parts in the order of the form */
export function multipartForm(parts: readonly Buffer[]): MultipartForm {
  const body = Buffer.concat([...parts, Buffer.from(`--${BOUNDARY}--\r\n`)]);
  return {
    headers: {
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      'content-length': String(body.length),
    },
    body,
  };
}
