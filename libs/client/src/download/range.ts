/** A range of an object's bytes, from `start` up to but excluding `end`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Yields the ranges of an object. An empty object has one range. */
export function* rangesOf(size: number, length: number): Generator<Range> {
  for (let start = 0; start === 0 || start < size; start += length) {
    yield { start, end: Math.min(size, start + length) };
  }
}
