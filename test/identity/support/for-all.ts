import { afterAll, beforeAll } from 'vitest';
import { ClusterIssuer } from '../../support/fakes/cluster-issuer.js';
import { createTeam, type Team } from './world.js';

/**
 * For all tests of a file: made before the first of them, and gone after the last.
 *
 * @returns what gives it to a test
 */
export function forAll<T>(make: (stack: AsyncDisposableStack) => Promise<T>): () => T {
  const stack = new AsyncDisposableStack();
  let made: T | undefined;
  beforeAll(async () => void (made = await make(stack)));
  afterAll(() => stack.disposeAsync());
  return () => made!;
}

/** A cluster, and a team whose role trusts it. */
export const clusterAndTeam = (): (() => { readonly cluster: ClusterIssuer; readonly team: Team }) =>
  forAll(async (stack) => {
    const cluster = stack.use(await ClusterIssuer.start());
    return { cluster, team: await createTeam(cluster) };
  });
