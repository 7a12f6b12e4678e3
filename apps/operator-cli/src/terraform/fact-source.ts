import type { Place } from '../check/locate.js';
import type { FactName, Facts } from './facts.js';

/** Somebody who says facts, and where each stands. */
export interface FactSource {
  /** As messages call it. */
  readonly called: string;
  readonly facts: Facts;
  readonly placeOf: (fact: FactName) => Place;
}
