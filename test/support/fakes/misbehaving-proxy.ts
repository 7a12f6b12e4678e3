import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface PeerRequest {
  readonly method: string;
  /** The path with the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface PeerAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A server that answers a request, lets it hang, or cuts its connection. */
export type Peer = (request: PeerRequest) => Promise<PeerAnswer | 'hang' | 'cut'>;
/** A function that changes how a peer behaves. It returns a peer that may do something else than the next one. */
export type Behaviour = (next: Peer) => Peer;

/** A request that came in, and its time (milliseconds since the epoch). */
export interface SeenRequest extends PeerRequest {
  readonly at: number;
}

/** An HTTP proxy on a free port of 127.0.0.1 that can be slow, silent, down or wrong, and records all requests. */
export class MisbehavingProxy implements AsyncDisposable {
  readonly requests: SeenRequest[] = [];
  #behaviour: Behaviour | undefined;
  #port = 0;
  readonly #server = createServer((request, response) => {
    const { method = '', url = '', headers } = request;
    void buffer(request)
      .then((body) => this.#answer({ method, path: url, headers, body: body.toString() }, response))
      .catch(() => response.destroy());
  });

  private constructor(private readonly upstream: Peer) {
    this.#server.keepAliveTimeout = 60_000;
  }

  /** Starts the proxy. @param peer the server behind it: its URL, or a function */
  static async start(peer: string | Peer): Promise<MisbehavingProxy> {
    const proxy = new MisbehavingProxy(typeof peer === 'string' ? forwardTo(peer) : peer);
    await proxy.comeUp();
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Sets the behaviours from now on, the outermost first. Without any, the proxy passes everything on. */
  behave(...behaviours: readonly Behaviour[]): void {
    this.#behaviour =
      behaviours.length === 0
        ? undefined
        : (next) => behaviours.reduceRight((peer, behaviour) => behaviour(peer), next);
  }

  /** Cuts all connections, and refuses new ones. */
  async goDown(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  /** Accepts connections again, on the same port. */
  async comeUp(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1', 4096);
    await once(this.#server, 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#server.listening) await this.goDown();
  }

  async #answer(request: PeerRequest, response: ServerResponse): Promise<void> {
    this.requests.push({ ...request, at: Date.now() });
    const answer = await (this.#behaviour?.(this.upstream) ?? this.upstream)(request);
    if (answer === 'hang') return;
    if (answer === 'cut') return void response.destroy();
    response.writeHead(answer.status, answer.headers).end(answer.body);
  }
}

/** Returns a peer that passes requests with text bodies on unchanged, including the host header, since it is signed. */
export function forwardTo(url: string): Peer {
  const { hostname, port } = new URL(url);
  return async ({ method, path, headers, body }) => {
    const outgoing = httpRequest({ hostname, port, method, path, headers, agent: false });
    outgoing.end(body);
    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
    const bytes = await buffer(incoming);
    const { 'transfer-encoding': _, ...kept } = incoming.headers; // the body was read as a whole
    return {
      status: incoming.statusCode ?? 0,
      headers: method === 'HEAD' ? kept : { ...kept, 'content-length': String(bytes.byteLength) },
      body: bytes.toString(),
    };
  };
}
