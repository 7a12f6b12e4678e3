import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

// The path of Lambda Developer Guide, "Using the Lambda runtime API".

const BASE = '/2018-06-01/runtime';
/** The longest time of an invocation in milliseconds. */
const TIMEOUT = 10_000;

export interface RuntimeError {
  readonly errorType: string;
  readonly errorMessage: string;
}

interface Invocation {
  readonly event: unknown;
  readonly outcome: PromiseWithResolvers<unknown>;
}

/** Lambda's side of the runtime API: sends events to the function one at a time, and receives its answers. */
export class RuntimeApi implements AsyncDisposable {
  /** The error that the function reported instead of asking for its first event. */
  readonly initError = Promise.withResolvers<RuntimeError>();
  readonly #server = createServer((request, response) => void this.#serve(request, response));
  /** The unanswered invocations by request id. */
  readonly #invocations = new Map<string, Invocation>();
  readonly #waiting: string[] = [];
  /** The function's request for the next event, while it waits for one. */
  #next: ServerResponse | undefined;

  static async start(): Promise<RuntimeApi> {
    const api = new RuntimeApi();
    await once(api.#server.listen(0, '127.0.0.1'), 'listening');
    return api;
  }

  /** The value of `AWS_LAMBDA_RUNTIME_API`. */
  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /**
   * Sends an event to the function.
   *
   * @returns the function's answer; rejects with the RuntimeError that the function reports
   */
  invoke(event: unknown): Promise<unknown> {
    const id = randomUUID();
    const outcome = Promise.withResolvers<unknown>();
    this.#invocations.set(id, { event, outcome });
    this.#waiting.push(id);
    this.#handOut();
    return outcome.promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await once(this.#server.close(), 'close');
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url = '' } = request;
    if (method === 'GET' && url === `${BASE}/invocation/next`) {
      this.#next = response;
      this.#handOut();
      return;
    }
    const [, path, id = '', what] = /^(.*?)\/(?:invocation\/([^/]+)\/)?(response|error)$/.exec(url) ?? [];
    if (method !== 'POST' || !path?.startsWith(BASE)) return void response.writeHead(404).end();
    this.#take(id, what === 'error', await json(request));
    response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
  }

  #take(id: string, isError: boolean, body: unknown): void {
    const invocation = this.#invocations.get(id);
    this.#invocations.delete(id);
    if (!isError) invocation?.outcome.resolve(body);
    else if (invocation) invocation.outcome.reject(body);
    else this.initError.resolve(body as RuntimeError);
  }

  #handOut(): void {
    const id = this.#waiting[0];
    if (!this.#next || id === undefined) return;
    this.#waiting.shift();
    this.#next
      .writeHead(200, {
        'content-type': 'application/json',
        'lambda-runtime-aws-request-id': id,
        'lambda-runtime-deadline-ms': String(Date.now() + TIMEOUT),
        'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-west-1:123456789012:function:presign',
        'lambda-runtime-trace-id': 'Root=1-65f2f6d2-5d8a1c2e3b4f5a6b7c8d9e0f;Sampled=0',
      })
      .end(JSON.stringify(this.#invocations.get(id)?.event));
    this.#next = undefined;
  }
}
