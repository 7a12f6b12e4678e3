import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that came in, and its result: the status, or that it was cut off. */
export interface FrontRequest {
  readonly method: string;
  readonly url: URL;
  readonly origin: string | undefined;
  outcome: number | 'cut' | 'under way';
}

/** Returns what happens to a request instead of its normal answer; `undefined` lets it through. */
export type Mishap = (request: IncomingMessage) => 'cut' | 503 | undefined;

/**
 * The S3 that clients see. It passes requests and answers through unchanged, unless a test gives it a `mishap`. It has
 * a port of its own, for which URLs must be signed (`publicEndpoint`).
 */
export class S3Front implements AsyncDisposable {
  readonly requests: FrontRequest[] = [];
  mishap: Mishap = () => undefined;
  readonly #server = createServer((request, response) => this.#pass(request, response));

  private constructor(private readonly endpoint: () => string) {}

  /** Starts the front. @param endpoint returns the endpoint of the S3, and is called for each request */
  static async start(endpoint: () => string): Promise<S3Front> {
    const front = new S3Front(endpoint);
    await new Promise<void>((resolve) => front.#server.listen(0, '127.0.0.1', resolve));
    return front;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #pass(request: IncomingMessage, response: ServerResponse): void {
    const { method = '', headers } = request;
    const seen: FrontRequest = {
      method,
      url: new URL(request.url ?? '/', this.url),
      origin: headers.origin,
      outcome: 'under way',
    };
    this.requests.push(seen);
    const mishap = this.mishap(request);
    if (mishap === 'cut') return this.#cut(request, seen);
    if (mishap === 503) return this.#refuse(request, response, seen);
    const { hostname, port } = new URL(this.endpoint());
    const outgoing = httpRequest({ hostname, port, method, path: request.url, headers }, (answer) => {
      seen.outcome = answer.statusCode ?? 0;
      response.writeHead(seen.outcome, answer.headers);
      answer.pipe(response);
    });
    outgoing.on('error', () => response.destroy());
    request.on('aborted', () => {
      seen.outcome = 'cut';
      outgoing.destroy();
    });
    request.pipe(outgoing);
  }

  /** Cuts a connection in the middle of the body, like a network failure. */
  #cut(request: IncomingMessage, seen: FrontRequest): void {
    seen.outcome = 'cut';
    request.once('data', () => request.destroy());
  }

  /** Answers SlowDown: S3 API Reference, "Error responses". */
  #refuse(request: IncomingMessage, response: ServerResponse, seen: FrontRequest): void {
    seen.outcome = 503;
    const cors = { 'access-control-allow-origin': request.headers.origin ?? '*' };
    request.on('end', () => {
      response.writeHead(503, { 'content-type': 'application/xml', ...cors });
      response.end('<Error><Code>SlowDown</Code></Error>');
    });
    request.resume();
  }
}
