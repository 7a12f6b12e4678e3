import { readFileSync } from 'node:fs';

interface Sample {
  /** Minutes since the process started. */
  readonly at: number;
  /** The resident memory in megabytes. */
  readonly resident: number;
}

/** The resident memory of one process as Linux counts it. The caller decides when to sample it. */
export class ResidentMemory {
  readonly #samples: Sample[] = [];
  readonly #start = performance.now();

  constructor(private readonly pid: number) {}

  /** Takes a sample. It ignores a process that has exited. */
  sample(): void {
    const kilobytes = residentKilobytes(this.pid);
    if (kilobytes === undefined) return;
    this.#samples.push({ at: (performance.now() - this.#start) / 60_000, resident: kilobytes / 1024 });
  }

  get peak(): number {
    return Math.max(0, ...this.#samples.map(({ resident }) => resident));
  }

  /** The growth in megabytes a minute during the second half of the samples, by least squares. */
  get growth(): number {
    const half = this.#samples.slice(this.#samples.length / 2);
    const mean = (of: (sample: Sample) => number) =>
      half.reduce((sum, each) => sum + of(each), 0) / half.length;
    const [at, resident] = [mean((each) => each.at), mean((each) => each.resident)];
    const covariance = mean((each) => (each.at - at) * (each.resident - resident));
    return covariance / mean((each) => (each.at - at) ** 2) || 0;
  }
}

function residentKilobytes(pid: number): number | undefined {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) || undefined;
  } catch {
    return undefined;
  }
}
