import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that came, and what became of it: the status, or that it was cut off. */
export interface FrontRequest {
  readonly method: string;
  readonly url: URL;
  readonly origin: string | undefined;
  outcome: number | 'cut' | 'under way';
}

/** Does something else for a request, or nothing, which lets it through. */
export type Mishap = (request: IncomingMessage) => 'cut' | 503 | undefined;

/**
 * What clients see of an S3: bytes go through as they come, however many, and a request may meet with a mishap. It has a
 * port of its own, which URLs must be signed for (`publicEndpoint`).
 */
export class S3Front implements AsyncDisposable {
  readonly requests: FrontRequest[] = [];
  mishap: Mishap = () => undefined;
  readonly #server = createServer((request, response) => this.#pass(request, response));

  private constructor(private readonly endpoint: () => string) {}

  /** @param endpoint of the S3, asked for at each request */
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

  /** As a network does: in the middle of the body. */
  #cut(request: IncomingMessage, seen: FrontRequest): void {
    seen.outcome = 'cut';
    request.once('data', () => request.destroy());
  }

  /** S3 API, "Error responses": SlowDown. */
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
