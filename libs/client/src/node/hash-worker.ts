import { Worker } from 'node:worker_threads';
import type { Algorithm, Digested } from '../hash/hashing.js';

interface Answer extends Digested {
  readonly id: number;
}

interface Waiting {
  readonly resolve: (answer: Digested) => void;
  readonly reject: (error: Error) => void;
}

/** The file of the thread: TypeScript or compiled, like this file. */
const THREAD = new URL(
  import.meta.url.endsWith('.ts') ? './hash-thread.ts' : './hash-thread.js',
  import.meta.url,
);

/** A thread that digests. It doesn't keep the process running. */
export class HashWorker {
  readonly #waiting = new Map<number, Waiting>();
  readonly #worker = new Worker(THREAD);
  #next = 0;

  /** @param onFailed is called when the thread has ended, so that it can't be used again */
  constructor(onFailed: () => void) {
    this.#worker.unref();
    this.#worker.on('message', ({ id, ...answer }: Answer) => {
      this.#waiting.get(id)?.resolve(answer);
      this.#waiting.delete(id);
      if (this.#waiting.size === 0) this.#worker.unref();
    });
    let isOver = false;
    const fail = (error: Error): void => {
      if (isOver) return; // `exit` follows `error`
      isOver = true;
      onFailed();
      for (const { reject } of this.#waiting.values()) reject(error);
      this.#waiting.clear();
    };
    this.#worker.on('error', fail);
    this.#worker.on('exit', (code) => fail(new Error(`The thread that digests ended with code ${code}.`)));
  }

  /** Digests bytes. The bytes are moved to the thread, and back with the digest. */
  digest(algorithm: Algorithm, bytes: Uint8Array<ArrayBuffer>): Promise<Digested> {
    this.#worker.ref();
    return new Promise((resolve, reject) => {
      const id = this.#next++;
      this.#waiting.set(id, { resolve, reject });
      this.#worker.postMessage({ id, algorithm, bytes }, [bytes.buffer]);
    });
  }
}
