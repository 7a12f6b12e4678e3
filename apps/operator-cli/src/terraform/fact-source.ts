import type { Place } from '../check/locate.js';
import type { FactName, Facts, Way } from './facts.js';

/** A source of facts, with the place of each. */
export interface FactSource {
  /** The name of the source in messages. */
  readonly called: string;
  readonly facts: Facts;
  /** The ways to the role, if the source has them. */
  readonly ways?: readonly Way[];
  readonly placeOf: (fact: FactName) => Place;
}
