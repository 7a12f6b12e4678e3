import type { Problem } from '../../../apps/api/src/platform/problems/problem.js';
import type { SigningAnswer } from '../../../apps/api/src/signing/signing.response.js';
import { send, type RawRequest, type RawResponse } from './http.js';

export interface JsonResponse<T> extends RawResponse {
  readonly json: T;
}

/** A caller of the API. It does the same as a client program. */
export class ApiClient {
  constructor(
    readonly url: string,
    readonly tenant: string,
    readonly token: string,
  ) {}

  async send<T = Problem>(path: string, request: RawRequest = {}): Promise<JsonResponse<T>> {
    const response = await send(`${this.url}${path}`, {
      ...request,
      headers: { authorization: `Bearer ${this.token}`, ...request.headers },
    });
    return { ...response, text: response.text, json: JSON.parse(response.text || 'null') as T };
  }

  post<T = Problem>(path: string, body: unknown): Promise<JsonResponse<T>> {
    return this.send<T>(`/v1/tenants/${this.tenant}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  /** Signs a request. @throws Error if the answer is not 200 */
  async sign(what: 'downloads' | 'uploads', body: unknown): Promise<SigningAnswer> {
    const { status, json, text } = await this.post<SigningAnswer>(`/${what}`, body);
    if (status !== 200) throw new Error(text);
    return json;
  }
}

/** Uses a signed URL as its answer says, with changes by the test. */
export function use(
  answer: SigningAnswer,
  request: RawRequest & { readonly url?: string } = {},
): Promise<RawResponse> {
  const { url = answer.url, method = answer.method, headers = answer.headers, body } = request;
  const length = body === undefined ? undefined : Buffer.byteLength(body);
  return send(url, {
    method,
    headers: { ...(length !== undefined && { 'content-length': String(length) }), ...headers },
    ...(body !== undefined && { body }),
  });
}
