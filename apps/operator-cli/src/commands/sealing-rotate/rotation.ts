import { randomBytes } from 'node:crypto';
import { parseSealingKeys } from '../../../../api/src/access/sealing/sealing-keys.js';

/** A symmetric JWK (RFC 7518 §6.4), with whatever else its owner wrote into it. */
export type SealingKey = Readonly<Record<string, unknown>>;

/** What may be done to a set of keys, of which the first seals and all open. */
export const CHANGES = {
  prepend: (keys: readonly SealingKey[], fresh: SealingKey) => [fresh, ...keys],
  append: (keys: readonly SealingKey[], fresh: SealingKey) => [...keys, fresh],
  promote: (keys: readonly SealingKey[]) => [...keys.slice(-1), ...keys.slice(0, -1)],
  'keep-first': (keys: readonly SealingKey[]) => keys.slice(0, 1),
  'drop-old': (_keys: readonly SealingKey[], fresh: SealingKey) => [fresh],
} as const;
export type Change = keyof typeof CHANGES;

/** @param now milliseconds since the epoch */
export const newSealingKey = (now: number): SealingKey => ({
  kty: 'oct',
  use: 'enc',
  alg: 'dir',
  kid: `${new Date(now).toISOString().slice(0, 10)}.${randomBytes(4).toString('hex')}`,
  k: randomBytes(32).toString('base64url'),
});

/** A set after a change. */
export interface Rotated {
  /** The JWK Set, which is secret. */
  readonly text: string;
  /** Names of its keys, which are in every seal for all to see; the first seals. */
  readonly kids: readonly string[];
  /** Names of keys that were there before and aren't any more. */
  readonly dropped: readonly string[];
}

/**
 * @param text the JWK Set as it is; `undefined` for `drop-old`, which needs none
 * @throws Error with what is wrong with the set, and nothing of its keys
 */
export async function rotate(text: string | undefined, change: Change, fresh: SealingKey): Promise<Rotated> {
  const before = text === undefined ? [] : [...(await parseSealingKeys(text)).byId.keys()];
  const keys = text === undefined ? [] : (JSON.parse(text) as { keys: SealingKey[] }).keys;
  const rotated = `${JSON.stringify({ keys: CHANGES[change](keys, fresh) })}\n`;
  const kids = [...(await parseSealingKeys(rotated)).byId.keys()];
  return { text: rotated, kids, dropped: before.filter((kid) => !kids.includes(kid)) };
}
