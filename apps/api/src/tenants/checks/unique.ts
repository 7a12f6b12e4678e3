import { formatPath } from '../tenant-file.mistakes.js';
import type { Place } from './place.js';

/** What must differ from entry to entry. */
export function checkUnique(entries: readonly Place[], member: (entry: Place) => Place): void {
  const seen = new Map<string, Place>();
  for (const entry of entries) {
    const place = member(entry);
    const text = place.text;
    if (text === undefined) continue;
    const first = seen.get(text);
    if (first === undefined) seen.set(text, entry);
    else place.report(`"${text}" is taken by ${formatPath(first.path)} already; give each its own`);
  }
}
