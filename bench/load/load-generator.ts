import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { LoadJob, LoadResult } from './job.ts';

/** Controls the generator's process. */
export class LoadGenerator {
  readonly #process: ChildProcess = fork(fileURLToPath(new URL('generator.ts', import.meta.url)));

  /** Runs a job. @throws Error if the generator's process ended */
  async run(job: LoadJob): Promise<LoadResult> {
    const result = new Promise<LoadResult>((done, failed) => {
      this.#process.once('message', done);
      this.#process.once('exit', () => failed(new Error('the load generator ended')));
    });
    this.#process.send(job);
    return result.finally(() => this.#process.removeAllListeners('exit'));
  }

  async close(): Promise<void> {
    this.#process.disconnect();
    await once(this.#process, 'exit');
  }
}
