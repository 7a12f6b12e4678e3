import { randomBytes } from 'node:crypto';
import { parseSealingKeys } from '../../../../api/src/access/sealing/sealing-keys.js';

/** A symmetric JWK (RFC 7518 §6.4), including members that its owner added. */
export type SealingKey = Readonly<Record<string, unknown>>;

/** The changes to a set of keys. The first key of a set seals, and all its keys open. */
export const CHANGES = {
  prepend: (keys: readonly SealingKey[], fresh: SealingKey) => [fresh, ...keys],
  append: (keys: readonly SealingKey[], fresh: SealingKey) => [...keys, fresh],
  promote: (keys: readonly SealingKey[]) => [...keys.slice(-1), ...keys.slice(0, -1)],
  'keep-first': (keys: readonly SealingKey[]) => keys.slice(0, 1),
  'drop-old': (_keys: readonly SealingKey[], fresh: SealingKey) => [fresh],
} as const;
export type Change = keyof typeof CHANGES;

/** Makes a new key. @param now milliseconds since the epoch */
export const newSealingKey = (now: number): SealingKey => ({
  kty: 'oct',
  use: 'enc',
  alg: 'dir',
  kid: `${new Date(now).toISOString().slice(0, 10)}.${randomBytes(4).toString('hex')}`,
  k: randomBytes(32).toString('base64url'),
});

/** A set of keys after a change. */
export interface Rotated {
  /** The JWK Set, which is secret. */
  readonly text: string;
  /** The ids of the keys, which every seal shows in clear text. The first key seals. */
  readonly kids: readonly string[];
  /** The ids of keys that the change removed. */
  readonly dropped: readonly string[];
}

/**
 * Changes a set of keys.
 *
 * @param text the present JWK Set; `undefined` for `drop-old`, which needs none
 * @throws Error with what is wrong with the set, without any key
 */
export async function rotate(text: string | undefined, change: Change, fresh: SealingKey): Promise<Rotated> {
  const before = text === undefined ? [] : [...(await parseSealingKeys(text)).byId.keys()];
  const keys = text === undefined ? [] : (JSON.parse(text) as { keys: SealingKey[] }).keys;
  const rotated = `${JSON.stringify({ keys: CHANGES[change](keys, fresh) })}\n`;
  const kids = [...(await parseSealingKeys(rotated)).byId.keys()];
  return { text: rotated, kids, dropped: before.filter((kid) => !kids.includes(kid)) };
}
