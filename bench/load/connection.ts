import { connect, type Socket } from 'node:net';

/**
 * One keep-alive connection with one request at a time. It is a raw socket that reads only the status and the length of
 * an answer, because a load generator must cost less than the server that it measures.
 */
export class Connection {
  readonly #socket: Socket;
  /** The beginning of an answer, until its header section is complete. */
  #head: Buffer = EMPTY;
  #status = 0;
  /** The number of bytes of the answer that are still missing. */
  #missing = 0;
  #answered: ((status: number) => void) | undefined;
  #ended = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    socket.on('error', () => this.#end());
    socket.on('close', () => this.#end());
  }

  static open(port: number): Promise<Connection> {
    return new Promise((opened, failed) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('error', failed);
      socket.once('connect', () => opened(new Connection(socket)));
    });
  }

  /** Sends a request. @param answered is called with the status; 0 if the connection ended instead */
  send(request: string, answered: (status: number) => void): void {
    if (this.#ended) return queueMicrotask(() => answered(0));
    this.#answered = answered;
    this.#socket.write(request);
  }

  close(): void {
    this.#answered = undefined;
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    if (this.#missing === 0) {
      this.#head = this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk]);
      const end = this.#head.indexOf('\r\n\r\n');
      if (end < 0) return;
      const head = this.#head.toString('latin1', 0, end);
      const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
      if (length === undefined) throw new Error(`an answer without a length: ${head}`);
      this.#status = Number(head.slice(9, 12));
      this.#missing = end + 4 + Number(length) - this.#head.length;
      this.#head = EMPTY;
    } else this.#missing -= chunk.length;
    if (this.#missing === 0) this.#answer(this.#status);
  }

  #end(): void {
    this.#ended = true;
    this.#answer(0);
  }

  #answer(status: number): void {
    const answered = this.#answered;
    this.#answered = undefined;
    answered?.(status);
  }
}

const EMPTY = Buffer.alloc(0);
