import type { IAsyncPropertyWithHooks } from 'fast-check';
import type { ApiClient } from '../support/clients/api-client.js';
import type { RawResponse } from '../support/clients/http.js';

/** What is thrown at a running API, and what must hold whatever it is. */
export interface Target {
  /** Made once the API runs. */
  property(client: ApiClient): Promise<IAsyncPropertyWithHooks<never>>;
}

/** Milliseconds after which an answer has not come. */
const HANG = 5000;

/** @throws Error where it takes too long */
export function inTime<T>(answer: Promise<T>): Promise<T> {
  return Promise.race([
    answer,
    new Promise<never>((_, reject) => void setTimeout(() => reject(new Error('hangs')), HANG).unref()),
  ]);
}

/** An answer of the API's own, whatever was asked: never 5xx, and a refusal is a problem. */
export function expectAnswer({ status, headers, text }: RawResponse): void {
  if (status < 200 || status >= 500) throw new Error(`status ${status}: ${text}`);
  if (status < 400) return;
  const { code } = JSON.parse(text) as { code?: string };
  if (!headers['content-type']?.startsWith('application/problem+json') || code === undefined) {
    throw new Error(`no problem: ${status} ${text}`);
  }
}
