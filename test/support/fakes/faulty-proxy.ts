import { once } from 'node:events';
import {
  createServer,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/** The faults of one request: on the way of the request, on the way of its answer, or of both. */
export const FAULTS = [
  'cut-up',
  'cut-down',
  'lost-answer',
  'stall-up',
  'stall-down',
  '503',
  'corrupt-up',
  'corrupt-down',
  'swap-etag',
] as const;
export type Fault = (typeof FAULTS)[number];

/** A request that was answered. */
export interface Passed {
  readonly method: string;
  readonly partNumber: number | undefined;
  readonly status: number;
}

/** An HTTP proxy on a free port of 127.0.0.1 that works on bytes, and causes the faults that `faultOf` returns. */
export class FaultyProxy implements AsyncDisposable {
  readonly passed: Passed[] = [];
  /** The number of faults of each kind so far. */
  readonly faults = new Map<Fault, number>();
  faultOf: (method: string) => Fault | undefined = () => undefined;
  /** Returns a status to answer instead of passing the request on; `undefined` passes it on. */
  refusalOf: (headers: IncomingHttpHeaders) => number | undefined = () => undefined;
  /** Returns the number of the byte that is damaged in a chunk of this length. */
  damagedAt: (length: number) => number = (length) => Math.floor(length / 2);
  /** Returns another text of an answer; `undefined` passes answers on as they are. */
  rewrite: ((text: string) => string) | undefined;
  /** Returns other headers of an answer. */
  rewriteHeaders: (headers: IncomingHttpHeaders) => IncomingHttpHeaders = (headers) => headers;
  /** The number of bytes per millisecond, in each direction and for each connection. */
  speed = Infinity;
  #lastEtag: string | undefined;
  /** The ETag that the proxy saw before, which is another one. */
  #otherEtag = '"d41d8cd98f00b204e9800998ecf8427e"';
  readonly #server = createServer((request, response) => {
    this.#pass(request, response).catch(() => response.destroy());
  });

  private constructor(private readonly upstream: URL) {}

  static async start(upstream: string): Promise<FaultyProxy> {
    const proxy = new FaultyProxy(new URL(upstream));
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    const fault = this.faultOf(method);
    if (fault) this.faults.set(fault, (this.faults.get(fault) ?? 0) + 1);
    if (fault === '503') {
      request.resume();
      response.writeHead(503, { 'retry-after': '0' }).end();
      return;
    }
    const refusal = this.refusalOf(headers);
    if (refusal !== undefined) {
      request.resume();
      response.writeHead(refusal).end();
      return;
    }
    const { hostname, port } = this.upstream;
    const outgoing = httpRequest({ hostname, port, method, path: url, headers, agent: false });
    outgoing.on('error', () => response.destroy());
    const half = Number(headers['content-length'] ?? 0) / 2;
    const answered = once(outgoing, 'response') as Promise<[IncomingMessage]>;
    answered.catch(() => undefined);
    if (
      !(await this.#copy(request, outgoing, half, {
        cut: fault === 'cut-up',
        stall: fault === 'stall-up',
        corrupt: fault === 'corrupt-up',
      }))
    ) {
      outgoing.destroy();
      response.destroy();
      return;
    }
    outgoing.end();
    const [incoming] = await answered;
    if (fault === 'lost-answer') {
      incoming.resume();
      response.destroy();
      return;
    }
    this.#note(method, url, incoming.statusCode ?? 0);
    if (this.rewrite) {
      const body = Buffer.from(this.rewrite(await text(incoming)));
      const whole = { ...this.rewriteHeaders(incoming.headers), 'content-length': String(body.byteLength) };
      response.writeHead(incoming.statusCode ?? 0, whole).end(body);
      return;
    }
    response.writeHead(incoming.statusCode ?? 0, this.#headersOf(incoming.headers, fault));
    const length = Number(incoming.headers['content-length'] ?? 0) / 2;
    const isWhole = await this.#copy(incoming, response, length, {
      cut: fault === 'cut-down',
      stall: fault === 'stall-down',
      corrupt: fault === 'corrupt-down',
    });
    if (isWhole) response.end();
    else response.destroy();
  }

  #note(method: string, url: string, status: number): void {
    const partNumber = new URL(url, this.upstream).searchParams.get('partNumber');
    this.passed.push({ method, partNumber: partNumber === null ? undefined : Number(partNumber), status });
  }

  #headersOf(headers: IncomingHttpHeaders, fault: Fault | undefined): IncomingHttpHeaders {
    const { etag } = headers;
    if (etag === undefined) return this.rewriteHeaders(headers);
    if (etag !== this.#lastEtag) this.#otherEtag = this.#lastEtag ?? this.#otherEtag;
    this.#lastEtag = etag;
    return fault === 'swap-etag' ? { ...headers, etag: this.#otherEtag } : headers;
  }

  /**
   * Copies a body.
   *
   * @param at the number of bytes after which the fault happens
   * @returns whether the whole body was passed on
   */
  async #copy(
    from: IncomingMessage,
    to: NodeJS.WritableStream,
    at: number,
    { cut, stall, corrupt }: { cut: boolean; stall: boolean; corrupt: boolean },
  ): Promise<boolean> {
    let seen = 0;
    for await (const chunk of from as AsyncIterable<Buffer>) {
      const isHere = seen <= at && at < seen + chunk.length;
      seen += chunk.length;
      if (isHere && cut) return false;
      if (isHere && stall) await once(from.socket, 'close').catch(() => undefined);
      if (isHere && corrupt) chunk[this.damagedAt(chunk.length)]! ^= 1;
      if (from.socket.destroyed) return false;
      if (this.speed !== Infinity) await sleep(chunk.length / this.speed);
      if (!to.write(chunk)) await writable(to);
    }
    return !(cut && at === 0);
  }
}

/** Returns faults from a seed: one request in `every` has a fault, and all kinds come in turn. */
export function randomFaults(
  seed: number,
  every: number,
  kinds: readonly Fault[] = FAULTS,
): (method: string) => Fault | undefined {
  let state = seed;
  let next = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; // the generator of Numerical Recipes
    if (state / 2 ** 32 >= 1 / every) return undefined;
    return kinds[next++ % kinds.length];
  };
}

/** Settles when a stream accepts more bytes, or is closed. */
function writable(stream: NodeJS.WritableStream): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.on('drain', done).on('close', done);
  });
}
