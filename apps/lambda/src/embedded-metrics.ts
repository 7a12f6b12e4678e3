import { writeSync } from 'node:fs';

/** The values that one event adds to the function's metrics. */
export interface EventMetrics {
  readonly status: number;
  /** Milliseconds. */
  readonly duration: number;
  readonly signings: number;
}

const UNITS = {
  Requests: 'Count',
  Refusals: 'Count',
  Faults: 'Count',
  Signings: 'Count',
  Duration: 'Milliseconds',
} as const;

/**
 * A line of CloudWatch's embedded metric format, which CloudWatch makes metrics of as it takes the log: no call, and nothing to
 * wait for. Its one dimension is the function's name, since each other one would be paid for.
 *
 * @param now milliseconds since the epoch
 * @see CloudWatch User Guide, "Specification: Embedded metric format"
 */
export function metricsLine(
  functionName: string,
  { status, duration, signings }: EventMetrics,
  now: number,
): string {
  return JSON.stringify({
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [
        {
          Namespace: 'TenantPresign',
          Dimensions: [['FunctionName']],
          Metrics: Object.entries(UNITS).map(([Name, Unit]) => ({ Name, Unit })),
        },
      ],
    },
    FunctionName: functionName,
    Requests: 1,
    Refusals: status >= 400 && status < 500 ? 1 : 0,
    Faults: status >= 500 ? 1 : 0,
    Signings: signings,
    Duration: Math.round(duration * 1000) / 1000,
  });
}

/** Writes at once: after the answer the process stands still. A full pipe costs the metric, not the answer. */
export function writeLine(fd: number, line: string): void {
  try {
    writeSync(fd, `${line}\n`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
  }
}
