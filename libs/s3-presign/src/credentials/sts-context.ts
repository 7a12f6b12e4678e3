import type { CallObserver } from './aws-calls.js';
import type { ClockOffset } from './clock-offset.js';

/** The Region of the STS to call, and the observers of the calls and of the clock of AWS. */
export interface StsContext {
  /** The Region whose STS endpoint is called. The global endpoint is not used, because it can fail independently. */
  readonly region: string;
  readonly clockOffset?: ClockOffset | undefined;
  readonly calls?: CallObserver | undefined;
}
