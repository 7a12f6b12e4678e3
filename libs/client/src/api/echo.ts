import { TransferError } from '../errors.js';
import { isObject } from './shape.js';

/** The parts of a request that an answer repeats. */
export interface Echo {
  readonly key?: unknown;
  readonly constraints?: readonly { readonly name: string; readonly value?: unknown }[];
}

/** The values that were asked for. */
export interface Asked {
  readonly key: string;
  readonly contentType?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly ifNoneMatch?: '*' | undefined;
}

/** The members that the answer repeats among its constraints. */
const CONSTRAINTS = ['contentType', 'metadata', 'tags', 'ifNoneMatch'] as const;

/**
 * Compares an answer with its request. Bytes that were damaged on the way to the API must not lead to another object.
 *
 * @throws TransferError `corrupted`, which is temporary
 */
export function requireEcho(asked: Asked, { key, constraints = [] }: Echo): void {
  const values = new Map(constraints.map(({ name, value }) => [name, value]));
  const isRepeated = (name: (typeof CONSTRAINTS)[number]): boolean =>
    asked[name] === undefined || canonical(asked[name]) === canonical(values.get(name));
  if (key === asked.key && CONSTRAINTS.every(isRepeated)) return;
  const message = 'The API answered for another object, or another property of it, than the request named.';
  throw new TransferError('corrupted', message, { isTemporary: true });
}

/** Returns the JSON of a string or of a map, whose members are sorted. */
const canonical = (value: unknown): string | undefined =>
  isObject(value)
    ? JSON.stringify(
        Object.keys(value)
          .sort()
          .map((name) => [name, value[name]]),
      )
    : JSON.stringify(value);
