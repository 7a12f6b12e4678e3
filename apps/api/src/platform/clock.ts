/** Milliseconds since the epoch. Injected, so that tests can freeze it. */
export type Clock = () => number;

export const CLOCK = Symbol('CLOCK');
