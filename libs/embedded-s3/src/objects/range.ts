/**
 * fauxqs answers 416 to ranges that RFC 9110 §14.2 wants ignored, and to a suffix that is longer than the object,
 * which §14.1.2 takes as all of it.
 *
 * @returns the header as fauxqs understands it, `undefined` for none
 */
export function singleRange(range: string | undefined, size: number): string | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? [];
  if (first === undefined || last === undefined || first + last === '') return undefined;
  if (first !== '' && last !== '' && Number(first) > Number(last)) return undefined;
  if (first === '' && Number(last) > size && size > 0) return 'bytes=0-';
  return range;
}
