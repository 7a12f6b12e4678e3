import type {
  UppyObjectAnswer,
  UppyParamsAnswer,
  UppyPartAnswer,
  UppyPartsAnswer,
  UppyStoredPart,
  UppyUploadAnswer,
} from '../../../apps/api/src/features/uppy/uppy.responses.js';
import type { CompanionProblem } from '../../../apps/api/src/platform/problems/problem.js';
import type { JsonResponse } from './api-client.js';
import { send, type RawRequest, type RawResponse } from './http.js';
import { multipartForm, partsOf } from './multipart-form.js';

type Answer<T> = Promise<JsonResponse<T & CompanionProblem>>;

/** The fields of a new multipart upload that further calls need. */
export type Begun = Pick<UppyUploadAnswer, 'uploadId' | 'key'>;

export interface FileFacts {
  readonly filename?: string;
  readonly type?: string;
}

/** The single calls of `CompanionS3.ts`, so that a test can make each of them incorrectly. */
export class CompanionClient {
  constructor(readonly endpoint: string) {}

  async send<T>(path: string, request: RawRequest = {}): Answer<T> {
    const response = await send(this.endpoint + path, request);
    return { ...response, text: response.text, json: JSON.parse(response.text) as T & CompanionProblem };
  }

  #post<T>(path: string, body: object): Answer<T> {
    const headers = { 'content-type': 'application/json' };
    return this.send(path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  params(file: Readonly<Record<string, string>>): Answer<UppyParamsAnswer> {
    return this.send(`/s3/params?${new URLSearchParams(file)}`);
  }

  create(file: object): Answer<UppyUploadAnswer> {
    return this.#post('/s3/multipart', file);
  }

  part({ uploadId, key }: Begun, partNumber: number | string): Answer<UppyPartAnswer> {
    return this.send(`/s3/multipart/${uploadId}/${partNumber}?${new URLSearchParams({ key })}`);
  }

  batch({ uploadId, key }: Begun, partNumbers: string): Answer<UppyPartsAnswer> {
    return this.send(`/s3/multipart/${uploadId}/batch?${new URLSearchParams({ key, partNumbers })}`);
  }

  list({ uploadId, key }: Begun): Answer<UppyStoredPart[]> {
    return this.send(`/s3/multipart/${uploadId}?${new URLSearchParams({ key })}`);
  }

  complete({ uploadId, key }: Begun, parts: readonly object[]): Answer<UppyObjectAnswer> {
    return this.#post(`/s3/multipart/${uploadId}/complete?${new URLSearchParams({ key })}`, { parts });
  }

  abort({ uploadId, key }: Begun): Answer<object> {
    return this.send(`/s3/multipart/${uploadId}?${new URLSearchParams({ key })}`, { method: 'DELETE' });
  }

  /** Begins an upload, sends its parts in sequence, and returns what completes it. @throws Error if S3 refuses */
  async sent(file: object, bodies: readonly Uint8Array[]): Promise<Begun & { parts: object[] }> {
    const { status, json: begun, text } = await this.create(file);
    if (status !== 200) throw new Error(text);
    const parts: object[] = [];
    for (const [index, body] of bodies.entries()) {
      const { json } = await this.part(begun, index + 1);
      const answer = await put(json, body);
      if (answer.status !== 200) throw new Error(answer.text);
      parts.push({ PartNumber: index + 1, ETag: answer.headers.etag });
    }
    const { uploadId, key } = begun;
    return { uploadId, key, parts };
  }
}

export const put = ({ url }: UppyPartAnswer, body: Uint8Array): Promise<RawResponse> =>
  send(url, { method: 'PUT', headers: { 'content-length': String(body.length) }, body });

/** Uploads a file by the form. @param change replaces fields */
export const post = (
  { url, fields }: UppyParamsAnswer,
  file: string | Uint8Array,
  change: Readonly<Record<string, string>> = {},
): Promise<RawResponse> =>
  send(url, { method: 'POST', ...multipartForm(partsOf({ ...fields, ...change }, file)) });
