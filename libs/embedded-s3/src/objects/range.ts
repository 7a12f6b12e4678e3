/**
 * Rewrites a range for fauxqs. fauxqs answers 416 to ranges that RFC 9110 §14.2 ignores, and to a suffix that is longer
 * than the object, which §14.1.2 reads as the whole object.
 *
 * @returns the header in a form that fauxqs understands; `undefined` for no range
 */
export function singleRange(range: string | undefined, size: number): string | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? [];
  if (first === undefined || last === undefined || first + last === '') return undefined;
  if (first !== '' && last !== '' && Number(first) > Number(last)) return undefined;
  if (first === '' && Number(last) > size && size > 0) return 'bytes=0-';
  return range;
}
