/** A part of an object. */
export interface PlannedPart {
  readonly partNumber: number;
  readonly start: number;
  /** The position after the last byte. */
  readonly end: number;
}

/**
 * Yields the parts of an object of `size` bytes, which is 1 or more.
 *
 * @param partSize bytes of every part but the last
 */
export function* planParts(size: number, partSize: number): Generator<PlannedPart> {
  for (let start = 0, partNumber = 1; start < size; start += partSize, partNumber++) {
    yield { partNumber, start, end: Math.min(size, start + partSize) };
  }
}
