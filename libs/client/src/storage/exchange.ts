import type { Signed } from '../api/signed.js';
import type { Context } from '../context.js';
import { TransferError } from '../errors.js';
import { retry } from '../work/retry.js';
import { isPushBack, refusalOf } from './refusal.js';
import type { HttpResponse } from './send.js';

/** Answers 403 to requests that were signed anew, after which the storage is believed. */
const MOST_DENIALS = 3;

/** A request that is signed again for each attempt. */
export interface SignedExchange<Result> {
  readonly sign: (signal?: AbortSignal) => Promise<Signed>;
  /** Beside those that are signed. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: Uint8Array<ArrayBuffer> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Reads a response of 2xx to its end. What it throws may be temporary too. */
  readonly read: (response: HttpResponse) => Promise<Result>;
  /** Hears of each attempt that failed after S3 may have done what it was asked to do. */
  readonly onLost?: (() => void) | undefined;
  /** Hears of each refusal of what was signed: a URL that was kept must not be used again. */
  readonly onDenied?: (() => void) | undefined;
}

/**
 * Sends a request to the storage, when there is room for it, until it is answered.
 *
 * @throws TransferError `network`, `storage_refused`, `not_found`, `object_exists`, or what `read` throws
 */
export function exchange<Result>(context: Context, request: SignedExchange<Result>): Promise<Result> {
  const { signal, onLost, onDenied } = request;
  let denials = 0;
  return retry(
    async () => {
      try {
        const result = await context.requests.run(1, () => once(context, request), signal);
        context.requests.succeeded();
        return result;
      } catch (error) {
        if (!(error instanceof TransferError)) throw error;
        if (isPushBack(error)) context.requests.pushedBack();
        if (error.status === undefined || error.status >= 500) onLost?.();
        if (isDenial(error, context)) onDenied?.();
        if (error.status === 403 && ++denials >= MOST_DENIALS) throw permanent(error);
        throw error;
      }
    },
    { ...context.retries, signal },
  );
}

async function once<Result>(context: Context, request: SignedExchange<Result>): Promise<Result> {
  const { sign, headers, body, signal, read } = request;
  const { url, method, headers: signedHeaders } = await sign(signal);
  const response = await context.send({
    method,
    url,
    headers: { ...signedHeaders, ...headers },
    ...(body && { body }),
    ...(signal && { signal }),
  });
  if (response.status >= 200 && response.status < 300) return read(response);
  throw await refusalOf(response);
}

/** A browser shows a preflight that was refused as a network error. */
const isDenial = ({ status, code }: TransferError, { seesAllHeaders }: Context): boolean =>
  status === undefined ? code === 'network' && !seesAllHeaders : [400, 403, 501].includes(status);

const permanent = ({ code, message, status, requestId }: TransferError): TransferError =>
  new TransferError(code, message, { status, requestId });
