import { hasCode } from '../errors.js';
import type { HttpResponse, Send } from '../storage/send.js';
import { Coalescer } from '../work/coalescer.js';
import { retry, type RetryOptions } from '../work/retry.js';
import { untilAborted } from '../work/until-aborted.js';
import type { Bearer } from './bearer.js';
import { BATCH, SIGNED } from './answers.js';
import { requireEcho, type Echo } from './echo.js';
import { problemError } from './problem.js';
import { Recognition } from './recognition.js';
import { fits, requireRight, type Shape } from './shape.js';
import { signed, type Signed } from './signed.js';
import type { DownloadRequest, SignedRequest, UploadRequest, VersionedRequest } from './types.js';

/** The operations of `POST /batches` that this library uses. */
export type Operation =
  | ({ readonly operation: 'download' } & DownloadRequest)
  | ({ readonly operation: 'head' } & VersionedRequest)
  | ({ readonly operation: 'upload' } & UploadRequest)
  | ({ readonly operation: 'delete' } & VersionedRequest);

const ROUTES = { download: 'downloads', head: 'heads', upload: 'uploads', delete: 'deletions' } as const;

/** The maximum number of operations in one batch, which the API can sign in some milliseconds. */
const MOST_OPERATIONS = 250;

type Result = SignedRequest & { readonly receipt?: string };
interface BatchResult {
  readonly status: number;
  readonly problem?: unknown;
}
interface BatchAnswer {
  readonly results: readonly BatchResult[];
}

/** A call of a route below the tenant's. */
export interface Call<Answer> {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** The path, such as `objects?limit=10`. */
  readonly path: string;
  readonly body?: object | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The members that the answer must have. An answer without them is asked for again. */
  readonly shape?: Shape<Answer> | undefined;
  /** Throws a temporary TransferError for an answer that can't be right. */
  readonly check?: ((answer: Answer, header: HttpResponse['header']) => void) | undefined;
}

/** The answer to a call, and its headers. */
interface Answered<Answer> extends Pick<HttpResponse, 'header'> {
  readonly answer: Answer;
}

export interface ApiOptions {
  /** The URL of the API, without a `/` at the end. */
  readonly url: string;
  readonly tenant: string;
  readonly bearer: Bearer;
  readonly send: Send;
  readonly retries: RetryOptions;
  /** How long URLs should be valid, in seconds; the tenant's default if left out. */
  readonly expiresIn?: number | undefined;
}

/** The API of one tenant. Every call is repeated after temporary failures. */
export class Api {
  readonly #signer = new Coalescer<Operation, BatchResult>(
    (operations) => this.#batch(operations),
    MOST_OPERATIONS,
  );

  readonly #recognition: Recognition;

  constructor(readonly options: ApiOptions) {
    this.#recognition = new Recognition(options.url);
  }

  /** Calls a route below the tenant's. @throws TransferError with the problem's code */
  call<Answer>(call: Call<Answer>): Promise<Answer> {
    return retry(() => this.#callOnce(call), { ...this.options.retries, signal: call.signal });
  }

  /**
   * Signs an operation. Operations that are requested at the same time are signed in one batch.
   *
   * @throws TransferError; the signal's reason
   */
  async sign(operation: Operation, signal?: AbortSignal): Promise<Signed & { readonly receipt?: string }> {
    const { expiresIn, retries } = this.options;
    const asked = expiresIn === undefined ? operation : { expiresIn, ...operation };
    return retry(
      async () => {
        const at = performance.now();
        const result = await untilAborted(this.#signer.answer(asked), signal);
        if (result.status !== 200) throw problemError(result.problem, result.status);
        requireRight(fits(SIGNED, result));
        requireEcho(operation, result as unknown as Echo);
        const { receipt } = result as unknown as Result;
        return { ...signed(result as unknown as Result, at), ...(receipt !== undefined && { receipt }) };
      },
      { ...retries, signal },
    );
  }

  /**
   * Signs operations. A single operation is sent to its own route, since pointers in errors then refer to the operation
   * itself.
   */
  async #batch(operations: readonly Operation[]): Promise<readonly BatchResult[]> {
    const [only] = operations;
    if (only && operations.length === 1) {
      const { operation, ...body } = only;
      const answer = await this.#callOnce<object>({ method: 'POST', path: ROUTES[operation], body });
      return [{ ...answer, status: 200 }];
    }
    const { results } = await this.#callOnce<BatchAnswer>({
      method: 'POST',
      path: 'batches',
      body: { operations },
      shape: BATCH,
      check: (answer) => requireRight(answer.results.length === operations.length),
    });
    return results;
  }

  async #callOnce<Answer>(call: Call<Answer>): Promise<Answer> {
    const { answer, header } = await this.#withToken(call);
    if (call.shape) requireRight(fits(call.shape, answer));
    call.check?.(answer, header);
    return answer;
  }

  /** Sends a call, and sends it again with a new token if the API refuses the token. */
  async #withToken<Answer>(call: Call<Answer>): Promise<Answered<Answer>> {
    try {
      return await this.#exchange(call);
    } catch (error) {
      if (!hasCode(error, 'invalid_token')) throw error;
      this.options.bearer.refused();
      return this.#exchange(call);
    }
  }

  async #exchange<Answer>({ method, path, body, signal }: Call<Answer>): Promise<Answered<Answer>> {
    const { url, tenant, bearer, send } = this.options;
    const response = await send({
      method,
      url: `${url}/v1/tenants/${encodeURIComponent(tenant)}/${path}`,
      headers: {
        authorization: `Bearer ${await untilAborted(bearer.token(), signal)}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      body: body && new TextEncoder().encode(JSON.stringify(body)),
      signal,
    });
    return { answer: (await this.#recognition.jsonOf(response)) as Answer, header: response.header };
  }
}
