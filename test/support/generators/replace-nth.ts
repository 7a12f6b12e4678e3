/** Replaces the n-th of all values in a document, at any depth. `undefined` removes the value. */
export function replaceNth(document: object, n: number, value: unknown): void {
  const places: [holder: Record<string, unknown>, name: string][] = [];
  const collect = (holder: object) => {
    for (const [name, member] of Object.entries(holder) as [string, unknown][]) {
      places.push([holder as Record<string, unknown>, name]);
      if (typeof member === 'object' && member !== null) collect(member);
    }
  };
  collect(document);
  const [holder, name] = places[n % places.length] ?? [];
  if (holder && name !== undefined) holder[name] = value;
}
