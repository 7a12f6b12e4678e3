import type { IAsyncPropertyWithHooks } from 'fast-check';
import type { ApiClient } from '../support/clients/api-client.js';
import type { RawResponse } from '../support/clients/http.js';

/** A target of fuzzing: the inputs for a running API, and the property that must hold for all of them. */
export interface Target {
  /** Returns the property; it is called when the API runs. */
  property(client: ApiClient): Promise<IAsyncPropertyWithHooks<never>>;
}

/** Milliseconds after which an answer counts as missing. */
const HANG = 5000;

/** Returns the answer. @throws Error if the answer takes too long */
export function inTime<T>(answer: Promise<T>): Promise<T> {
  return Promise.race([
    answer,
    new Promise<never>((_, reject) => void setTimeout(() => reject(new Error('hangs')), HANG).unref()),
  ]);
}

/** Expects an answer of the API itself for any input: no status 5xx, and a problem document for each refusal. */
export function expectAnswer({ status, headers, text }: RawResponse): void {
  if (status < 200 || status >= 500) throw new Error(`status ${status}: ${text}`);
  if (status < 400) return;
  const { code } = JSON.parse(text) as { code?: string };
  if (!headers['content-type']?.startsWith('application/problem+json') || code === undefined) {
    throw new Error(`no problem: ${status} ${text}`);
  }
}
