import { TransferError } from '../errors.js';

/** The members of an answer that this library uses, each with a test of its value. */
export type Shape<T> =
  | ((value: unknown) => boolean)
  | (T extends readonly (infer Item)[]
      ? readonly [Shape<Item>]
      : { readonly [Name in keyof T]?: Shape<NonNullable<T[Name]>> });

/**
 * Requires that an answer is one of the API's. It is not if bytes were damaged on the way, or if something other than
 * the API has answered.
 *
 * @throws TransferError `unexpected_response`, which is temporary
 */
export function requireRight(isRight: boolean): void {
  if (isRight) return;
  const message =
    'The answer is not one that the API gives to this request. Check the API’s URL, and proxies on the way.';
  throw new TransferError('unexpected_response', message, { isTemporary: true });
}

/** Returns whether a value has a shape. */
export function fits<T>(shape: Shape<T>, value: unknown): boolean {
  if (typeof shape === 'function') return shape(value);
  if (Array.isArray(shape)) {
    return Array.isArray(value) && value.every((each) => fits(shape[0] as never, each));
  }
  return isObject(value) && Object.entries(shape).every(([name, each]) => fits(each as never, value[name]));
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isText = (value: unknown): value is string => typeof value === 'string';
/** Whether a value can be a part of a URL's path. */
export const isSegment = (value: unknown): value is string =>
  isText(value) && value !== '' && value.isWellFormed();
export const isBoolean = (value: unknown): boolean => typeof value === 'boolean';
export const isSize = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
export const isCount = (value: unknown): boolean => isSize(value) && value !== 0;
export const isTime = (value: unknown): boolean => isText(value) && !Number.isNaN(Date.parse(value));
export const isUrl = (value: unknown): boolean =>
  isText(value) && URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);

const METHODS = new Set<unknown>(['GET', 'HEAD', 'PUT', 'DELETE', 'POST']);
export const isMethod = (value: unknown): boolean => METHODS.has(value);

/** Headers that can be sent (RFC 9110 §5.5 and §5.6.2). */
export const areHeaders = (value: unknown): boolean =>
  isObject(value) &&
  Object.entries(value).every(
    ([name, text]) =>
      /^[\w!#$%&'*+.^`|~-]+$/.test(name) && isText(text) && /^[\t\x20-\x7e\x80-\xff]*$/.test(text),
  );

export const optional =
  (test: (value: unknown) => boolean) =>
  (value: unknown): boolean =>
    value === undefined || test(value);
