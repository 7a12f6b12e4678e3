import type { Machine } from '../measure/machine.ts';
import type { BatchRate } from '../sections/batches.ts';
import type { Capacity } from '../sections/http.ts';
import type { GrowthName } from '../sections/growth.ts';
import type { LatencyAtRate } from '../sections/latency.ts';
import type { SigningRate, SignerName } from '../sections/signing.ts';
import type { Start, StartName } from '../sections/start.ts';
import type { SubjectName } from '../servers/subjects.ts';
import type { Verdict } from './goals.ts';

/** The results of one run, as the JSON file has them. */
export interface Report {
  readonly date: string;
  readonly commit: string;
  readonly machine: Machine;
  /** The machine's load (one minute) before, during and after the run. */
  readonly load: readonly number[];
  readonly rounds: number;
  /** The rates of signing, by the size of the session token in bytes. */
  readonly signing: Readonly<Record<string, Record<SignerName, SigningRate>>>;
  readonly http: Readonly<Record<SubjectName, Capacity>>;
  /** The rate at which latencies were measured, in requests per second. */
  readonly latencyRate: number;
  readonly latency: Readonly<Record<SubjectName, LatencyAtRate>>;
  /** The rates of batches, by the size of a batch. */
  readonly batches: Readonly<Record<string, BatchRate>>;
  readonly start: Readonly<Record<StartName, Start>>;
  readonly growth: Readonly<Record<GrowthName, Capacity>>;
  readonly goals: readonly Verdict[];
}
