import { validateHeaderName, validateHeaderValue } from 'node:http';
import { connect, isIP, type OnReadOpts, type Socket } from 'node:net';
import { connect as connectSecurely, type ConnectionOptions } from 'node:tls';
import { HTTPParser } from 'http-parser-js';
import { IncomingBody } from './incoming-body.js';

/** The number of bytes of the buffer for a head and the bytes that arrive with it. */
const SCRATCH = 64 * 1024;

type Parser = InstanceType<typeof HTTPParser>;

/** A response whose head has arrived. */
export interface Received {
  readonly status: number;
  /** The headers by name in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: IncomingBody;
}

/** A request whose response has not yet been read completely. */
interface Exchange {
  readonly resolve: (response: Received) => void;
  readonly reject: (error: Error) => void;
  readonly parser: Parser;
  readonly settle: () => void;
  body?: IncomingBody;
}

/**
 * A connection that sends one GET request at a time, and receives bodies directly into their target buffer. Node's own
 * HTTP client makes a new buffer for each 64 KiB that arrive, and these must be copied again.
 */
export class ReceivingConnection {
  readonly #socket: Socket;
  readonly #scratch = new Uint8Array(SCRATCH);
  #exchange: Exchange | undefined;

  /**
   * @param origin the origin to which it connects
   * @param stall milliseconds without progress after which it stops
   * @param onIdle is called when the connection can be used again
   */
  constructor(
    origin: URL,
    stall: number,
    private readonly onIdle: (connection: ReceivingConnection) => void,
  ) {
    this.#socket = open(origin, {
      buffer: () => this.#exchange?.body?.room() ?? this.#scratch,
      callback: (length, buffer) => this.#receive(Buffer.from(buffer.buffer, buffer.byteOffset, length)),
    });
    this.#socket.setTimeout(stall, () => this.#socket.destroy(new Error(`no progress in ${stall} ms`)));
    this.#socket.on('end', () => this.#end()).on('error', (error) => this.#fail(error));
    this.#socket.on('close', () => this.#fail(new Error('closed early')));
  }

  get isOpen(): boolean {
    return this.#socket.writable && this.#socket.readable;
  }

  /** Sends a GET request. @throws Error of the connection, or for a response that is not HTTP; the signal's reason */
  get(url: URL, headers: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<Received> {
    return new Promise((resolve, reject) => {
      const fields = Object.entries({ host: url.host, ...headers })
        .map(fieldLine)
        .join('');
      const abort = () => this.#socket.destroy(signal!.reason as Error);
      signal?.addEventListener('abort', abort, { once: true });
      const settle = () => signal?.removeEventListener('abort', abort);
      this.#exchange = { resolve, reject, parser: this.#newParser(), settle };
      this.#socket.ref();
      this.#socket.write(`GET ${url.pathname}${url.search} HTTP/1.1\r\n${fields}\r\n`, 'latin1');
    });
  }

  #newParser(): Parser {
    const parser = new HTTPParser(HTTPParser.RESPONSE);
    let isReusable = false;
    parser[HTTPParser.kOnHeadersComplete] = ({ statusCode: status, headers: fields, shouldKeepAlive }) => {
      if (status < 200) return;
      isReusable = shouldKeepAlive;
      const headers = fieldsOf(fields);
      const length = headers.get('content-length');
      if (!/^\d{1,15}$/.test(length ?? '0')) {
        return void this.#socket.destroy(new Error('a Content-Length that is no number'));
      }
      const source = {
        resume: () => this.#socket.resume(),
        release: () => this.#release(isReusable),
        destroy: (error: Error) => this.#socket.destroy(error),
      };
      const body = new IncomingBody(source, length !== undefined && !headers.has('transfer-encoding'));
      this.#exchange!.body = body;
      this.#exchange!.resolve({ status, headers, body });
    };
    parser[HTTPParser.kOnBody] = (chunk, offset, length) =>
      this.#exchange?.body?.push(chunk.subarray(offset, offset + length));
    parser[HTTPParser.kOnMessageComplete] = () => this.#exchange?.body?.end();
    return parser;
  }

  /** Takes bytes that arrived. @returns whether to continue reading */
  #receive(chunk: Buffer): boolean {
    const parsed = this.#exchange?.parser.execute(chunk) ?? new Error('a response without a request');
    if (parsed instanceof Error) this.#socket.destroy(parsed);
    return this.#exchange?.body?.isWanted ?? true;
  }

  #end(): void {
    this.#exchange?.parser.finish();
    this.#socket.destroy();
  }

  #release(isReusable: boolean): void {
    this.#exchange?.settle();
    this.#exchange = undefined;
    if (!isReusable || !this.isOpen) return void this.#socket.destroy();
    this.#socket.resume();
    this.#socket.unref();
    this.onIdle(this);
  }

  #fail(error: Error): void {
    this.#exchange?.settle();
    this.#exchange?.reject(error);
    this.#exchange?.body?.fail(error);
  }
}

function open({ protocol, hostname, port }: URL, onread: OnReadOpts): Socket {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (protocol === 'http:') return connect({ host, port: Number(port || 80), onread });
  const servername = isIP(host) === 0 ? host : '';
  return connectSecurely({ host, port: Number(port || 443), servername, onread } as ConnectionOptions);
}

function fieldLine([name, value]: readonly [string, string]): string {
  validateHeaderName(name);
  validateHeaderValue(name, value);
  return `${name}: ${value}\r\n`;
}

/** Returns headers by name. @param list names and values, alternately */
function fieldsOf(list: readonly string[]): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (let index = 0; index < list.length; index += 2) {
    const name = list[index]!.toLowerCase();
    const before = fields.get(name);
    fields.set(name, before === undefined ? list[index + 1]! : `${before}, ${list[index + 1]!}`);
  }
  return fields;
}
