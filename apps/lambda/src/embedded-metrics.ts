import { writeSync } from 'node:fs';

/** The values that one event adds to the function's metrics. */
export interface EventMetrics {
  readonly status: number;
  /** The duration of the event in milliseconds. */
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
 * Returns a line of CloudWatch's embedded metric format. CloudWatch extracts metrics from the log, so that no call and
 * no waiting is needed. The only dimension is the function's name, because each further dimension costs money.
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

/**
 * Writes a line synchronously, since the process is frozen after the answer. If the pipe is full, the metric is lost
 * and the answer is still sent.
 */
export function writeLine(fd: number, line: string): void {
  try {
    writeSync(fd, `${line}\n`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
  }
}
