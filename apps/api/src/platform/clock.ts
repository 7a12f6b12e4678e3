/** Returns the time in milliseconds since the epoch. The clock is injected, so that tests can freeze it. */
export type Clock = () => number;

export const CLOCK = Symbol('CLOCK');
