import type { CallObserver } from './aws-calls.js';
import type { ClockOffset } from './clock-offset.js';

/** The Region of the STS to call, and observers of the calls and of its clock. */
export interface StsContext {
  /** The regional endpoint is always used: the global one is another failure domain. */
  readonly region: string;
  readonly clockOffset?: ClockOffset | undefined;
  readonly calls?: CallObserver | undefined;
}
