import { createHash } from 'node:crypto';

/**
 * Identifies a set of sealing keys. It contains no secret: no key can be computed from a digest over 256 random bits.
 */
export interface KeySet {
  /** The SHA-256 of the file, in hexadecimal. */
  readonly digest: string;
  /** The ids of the keys, in order. The first key seals. */
  readonly kids: readonly string[];
}

/** The keys that a pod reports, or the reason why it can't be asked. */
export interface PodKeys {
  readonly pod: string;
  readonly keys: KeySet | undefined;
  readonly reason: string | undefined;
}

/** A program that prints a KeySet. It runs in the API's container, which has Node but no shell. */
export const PROGRAM = `
const text = require('node:fs').readFileSync(process.env.SEALING_KEYS_FILE);
const digest = require('node:crypto').createHash('sha256').update(text).digest('hex');
console.log(JSON.stringify({ digest, kids: JSON.parse(text).keys.map(({ kid }) => kid ?? 'a key without a kid') }));
`;

/** Returns the KeySet of a JWK Set. @throws SyntaxError if the text isn't JSON */
export function keySetOf(text: string): KeySet {
  const { keys } = JSON.parse(text) as { keys: readonly { readonly kid?: string }[] };
  return {
    digest: createHash('sha256').update(text).digest('hex'),
    kids: keys.map(({ kid }) => kid ?? 'a key without a kid'),
  };
}

/** Returns the pods that don't have the Secret's keys yet. */
export const behind = (secret: KeySet, pods: readonly PodKeys[]): readonly PodKeys[] =>
  pods.filter(({ keys }) => keys?.digest !== secret.digest);

/** Formats the report for people: one line for the Secret, and one for each pod. */
export function report(secret: KeySet, pods: readonly PodKeys[]): string {
  const late = new Set(behind(secret, pods));
  const lines = pods.map((pod) => {
    const { keys, reason } = pod;
    if (keys === undefined) return `${pod.pod}: ${reason ?? 'no answer'}`;
    return `${pod.pod}: ${late.has(pod) ? `not yet, it has ${inWords(keys)}` : 'has them'}`;
  });
  return [`The Secret: ${inWords(secret)}`, ...(lines.length === 0 ? ['No pod runs.'] : lines)]
    .map((line) => `${line}\n`)
    .join('');
}

function inWords({ kids: [first, ...others] }: KeySet): string {
  const also =
    others.length === 0
      ? ''
      : `, and ${others.join(', ')}, which only ${others.length === 1 ? 'opens' : 'open'}`;
  return `${first ?? 'no key'}, which seals${also}`;
}
