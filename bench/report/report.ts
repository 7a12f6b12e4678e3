import type { Machine } from '../measure/machine.ts';
import type { BatchRate } from '../sections/batches.ts';
import type { Capacity } from '../sections/http.ts';
import type { GrowthName } from '../sections/growth.ts';
import type { LatencyAtRate } from '../sections/latency.ts';
import type { SigningRate, SignerName } from '../sections/signing.ts';
import type { Start, StartName } from '../sections/start.ts';
import type { SubjectName } from '../servers/subjects.ts';
import type { Verdict } from './goals.ts';

/** Everything that one run measured, as the JSON file has it. */
export interface Report {
  readonly date: string;
  readonly commit: string;
  readonly machine: Machine;
  /** The machine's load (one minute) before, between and after. */
  readonly load: readonly number[];
  readonly rounds: number;
  /** By bytes of the session token. */
  readonly signing: Readonly<Record<string, Record<SignerName, SigningRate>>>;
  readonly http: Readonly<Record<SubjectName, Capacity>>;
  /** Requests a second that latencies were measured at. */
  readonly latencyRate: number;
  readonly latency: Readonly<Record<SubjectName, LatencyAtRate>>;
  /** By size. */
  readonly batches: Readonly<Record<string, BatchRate>>;
  readonly start: Readonly<Record<StartName, Start>>;
  readonly growth: Readonly<Record<GrowthName, Capacity>>;
  readonly goals: readonly Verdict[];
}
