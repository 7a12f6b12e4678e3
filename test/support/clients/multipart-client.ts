import type {
  CompletedUploadAnswer,
  MultipartUploadAnswer,
  PartAnswer,
  PartsAnswer,
  StoredPartsAnswer,
} from '../../../apps/api/src/features/multipart-uploads/multipart.responses.js';
import type { Problem } from '../../../apps/api/src/platform/problems/problem.js';
import type { ApiClient, JsonResponse } from './api-client.js';
import { send, type RawResponse } from './http.js';

type Answer<T> = Promise<JsonResponse<T & Problem>>;

/** A multipart upload, used like by a client program. */
export class MultipartClient {
  constructor(
    private readonly api: ApiClient,
    readonly created: MultipartUploadAnswer,
    private readonly uploadId = created.uploadId,
  ) {}

  /** Creates an upload. @throws Error if the API refuses */
  static async create(api: ApiClient, request: object): Promise<MultipartClient> {
    const { status, json, text } = await api.post<MultipartUploadAnswer>('/multipart-uploads', request);
    if (status !== 201) throw new Error(text);
    return new MultipartClient(api, json);
  }

  /** Returns the same upload, used by another caller or through another process. */
  by(api: ApiClient, uploadId = this.uploadId): MultipartClient {
    return new MultipartClient(api, this.created, uploadId);
  }

  get #path(): string {
    return `/multipart-uploads/${this.uploadId}`;
  }

  sign(parts: readonly object[], lifetime: object = {}): Answer<PartsAnswer> {
    return this.api.post(`${this.#path}/parts`, { parts, ...lifetime });
  }

  list(): Answer<StoredPartsAnswer> {
    return this.api.send(`/v1/tenants/${this.api.tenant}${this.#path}/parts`);
  }

  complete(body: object = {}): Answer<CompletedUploadAnswer> {
    return this.api.post(`${this.#path}/complete`, body);
  }

  abort(): Answer<object> {
    return this.api.send(`/v1/tenants/${this.api.tenant}${this.#path}`, { method: 'DELETE' });
  }

  /** Sends the parts that were signed when the upload was created. @returns the parts that complete the upload */
  async put(body: Uint8Array): Promise<{ partNumber: number; etag: string }[]> {
    return Promise.all(
      this.created.parts.map(async (part) => {
        const answer = await putPart(part, sliceOf(part, body, this.created.partSize));
        if (answer.status !== 200) throw new Error(`part ${part.partNumber}: ${answer.text}`);
        return { partNumber: part.partNumber, etag: String(answer.headers.etag) };
      }),
    );
  }
}

export function sliceOf({ partNumber }: PartAnswer, body: Uint8Array, partSize: number): Uint8Array {
  return body.subarray((partNumber - 1) * partSize, partNumber * partSize);
}

export const putPart = ({ url, headers }: PartAnswer, body: Uint8Array): Promise<RawResponse> =>
  send(url, { method: 'PUT', headers: { ...headers, 'content-length': String(body.length) }, body });

/** Returns S3's own id of the upload, which the URL of a part contains. */
export const s3UploadId = ({ url }: PartAnswer): string => new URL(url).searchParams.get('uploadId')!;
