import type { Signed } from '../api/signed.js';
import type { Context } from '../context.js';
import { TransferError } from '../errors.js';
import { retry } from '../work/retry.js';
import { isDenial, isPushBack, refusalOf } from './refusal.js';
import type { HttpResponse } from './send.js';

/** The number of refusals of newly signed requests after which a refusal is final. */
const MOST_DENIALS = 3;

/** A request that is signed again for each attempt. */
export interface SignedExchange<Result> {
  /** Signs the request, and repeats that after temporary failures. */
  readonly sign: (signal?: AbortSignal) => Promise<Signed>;
  /** Headers in addition to the signed ones. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly body?: Uint8Array<ArrayBuffer> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Reads a response with status 2xx to its end. If it throws a temporary error, the request is sent again. */
  readonly read: (response: HttpResponse) => Promise<Result>;
  /** Called after each failed attempt whose request S3 may have executed. */
  readonly onLost?: (() => void) | undefined;
  /** Called after each refusal of a signed request. A kept URL must then not be used again. */
  readonly onDenied?: (() => void) | undefined;
}

/** Wraps an error of signing. It says nothing about the storage, and `sign` has already made all attempts. */
class NotSigned extends Error {}

/**
 * Sends a request to the storage, as soon as the limit allows it, and repeats it until it is answered.
 *
 * @throws TransferError, such as `network`, `storage_refused`, `not_found`, `object_exists`, or what `sign` and `read`
 *   throw
 */
export async function exchange<Result>(context: Context, request: SignedExchange<Result>): Promise<Result> {
  try {
    return await repeated(context, request);
  } catch (error) {
    throw error instanceof NotSigned ? error.cause : error;
  }
}

function repeated<Result>(context: Context, request: SignedExchange<Result>): Promise<Result> {
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
        if (mayBeDenied(error, context)) onDenied?.();
        if (isDenial(error) && ++denials >= MOST_DENIALS) throw permanent(error);
        throw error;
      }
    },
    { ...context.retries, signal },
  );
}

async function once<Result>(context: Context, request: SignedExchange<Result>): Promise<Result> {
  const { sign, headers, body, signal, read } = request;
  const signing = sign(signal).catch((cause: unknown) => {
    throw new NotSigned(undefined, { cause });
  });
  const { url, method, headers: signedHeaders } = await signing;
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

/**
 * Returns whether an error may be a refusal of the signed request. Browsers report a refused preflight as a network
 * error.
 */
const mayBeDenied = (error: TransferError, { seesAllHeaders }: Context): boolean =>
  error.status === undefined
    ? error.code === 'network' && !seesAllHeaders
    : isDenial(error) || [400, 501].includes(error.status);

const permanent = ({ code, message, status, s3Code, requestId }: TransferError): TransferError =>
  new TransferError(code, message, { status, s3Code, requestId });
