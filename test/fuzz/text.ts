import * as fc from 'fast-check';

/** A change at a position of a text: letters are inserted, deleted or replaced, or the rest is removed or doubled. */
interface Change {
  readonly at: number;
  readonly kind: 'insert' | 'delete' | 'replace' | 'cut' | 'double';
  readonly letters: string;
}

const change = (letters: fc.Arbitrary<string>): fc.Arbitrary<Change> =>
  fc.record({
    at: fc.oneof(
      { weight: 9, arbitrary: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }) },
      fc.constant(1 - 1e-9), // the last letter, of which some bits may not count
    ),
    kind: fc.constantFrom('insert', 'delete', 'replace', 'replace', 'cut', 'double'),
    letters,
  });

function apply(text: string, { at, kind, letters }: Change): string {
  const place = Math.floor(at * text.length);
  const [before, after] = [text.slice(0, place), text.slice(place)];
  switch (kind) {
    case 'insert':
      return before + letters + after;
    case 'delete':
      return before + after.slice(letters.length);
    case 'replace':
      return before + letters + after.slice(letters.length);
    case 'cut':
      return before;
    case 'double':
      return before + after + after;
  }
}

/** Generates one of the texts with one to four changes. The result may equal the original text. */
export const altered = (texts: readonly string[], letters: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...texts), fc.array(change(letters), { minLength: 1, maxLength: 4 }))
    .map(([text, changes]) => changes.reduce(apply, text));
