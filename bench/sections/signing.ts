import { interleave } from '../measure/interleave.ts';
import type { Sizes } from '../measure/sizes.ts';
import { spreadOf, type Spread } from '../measure/stats.ts';
import { floor } from '../signing/floor.ts';
import { ours } from '../signing/ours.ts';
import { aws4fetch, getSignedUrlOfSdk, minio, requestPresigner } from '../signing/peers.ts';
import { credentialsWith } from '../world/credentials.ts';

export const SIGNERS = { ours, floor, getSignedUrlOfSdk, requestPresigner, aws4fetch, minio };
export type SignerName = keyof typeof SIGNERS;

export interface SigningRate {
  readonly title: string;
  /** The number of signatures per second. */
  readonly rate: Spread;
  /** The rate of each round. */
  readonly rates: readonly number[];
}

/** The sizes of session tokens in bytes: no token, a usual one of STS, and one with many session tags. */
export const TOKEN_SIZES = [0, 800, 1600] as const;

/** Measures signers in this process, on one thread. */
export async function measureSigning<Name extends SignerName>(
  names: readonly Name[],
  tokenBytes: number,
  { rounds, signingMs }: Sizes,
): Promise<Record<Name, SigningRate>> {
  const credentials = credentialsWith(tokenBytes);
  const sign = Object.fromEntries(names.map((name) => [name, SIGNERS[name].prepare(credentials)])) as Record<
    Name,
    (key: string) => unknown
  >;
  for (const name of names) await rateOf(sign[name], signingMs);
  const measured = await interleave(names, rounds, (name) => rateOf(sign[name], signingMs));
  return Object.fromEntries(
    names.map((name) => {
      const rates: readonly number[] = measured[name];
      return [name, { title: SIGNERS[name].title, rate: spreadOf(rates), rates }];
    }),
  ) as Record<Name, SigningRate>;
}

/** Returns the number of signatures per second. All keys differ, so that no signature is made twice. */
async function rateOf(sign: (key: string) => unknown, milliseconds: number): Promise<number> {
  const start = performance.now();
  const end = start + milliseconds;
  let count = 0;
  let now = start;
  for (; now < end; now = performance.now()) {
    for (let i = 0; i < 50; i++) {
      const url = sign(`users/u1/report-${1000 + (count++ % 9000)}.pdf`);
      if (url instanceof Promise) await url;
    }
  }
  return (count * 1000) / (now - start);
}
