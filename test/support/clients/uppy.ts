import AwsS3, { type AwsBody, type AwsS3MultipartOptions } from '@uppy/aws-s3';
import Uppy, { type UppyFile } from '@uppy/core';
import { FetchedXMLHttpRequest } from './xml-http-request.js';

Object.assign(globalThis, { XMLHttpRequest: FetchedXMLHttpRequest });

type Meta = Record<string, unknown>;
export type UppyOptions = AwsS3MultipartOptions<Meta, AwsBody>;

const nothing = (): void => {};
const QUIET = { debug: nothing, warn: nothing, error: nothing };

export interface FileToUpload {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly type?: string;
  readonly meta?: Meta;
}

/** Returns the real Uppy, configured as on a page. Only the browser's XMLHttpRequest is replaced by Node's fetch. */
export const uppyWith = (options: UppyOptions): Uppy<Meta, AwsBody> =>
  new Uppy<Meta, AwsBody>().use(AwsS3<Meta, AwsBody>, options);

/** Uploads files. @returns Uppy's result for each file */
export async function uploadAll(
  uppy: Uppy<Meta, AwsBody>,
  files: Readonly<Record<string, FileToUpload>>,
): Promise<Record<'successful' | 'failed', UppyFile<Meta, AwsBody>[]>> {
  uppy.setOptions({ logger: QUIET });
  for (const [name, { body, type = 'application/octet-stream', meta = {} }] of Object.entries(files)) {
    uppy.addFile({ name, type, data: new Blob([body], { type }), meta });
  }
  const { successful = [], failed = [] } = (await uppy.upload()) ?? {};
  return { successful, failed };
}
