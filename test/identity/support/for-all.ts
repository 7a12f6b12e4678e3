import { afterAll, beforeAll } from 'vitest';
import { ClusterIssuer } from '../../support/fakes/cluster-issuer.js';
import { createTeam, type Team } from './world.js';

/**
 * Makes something for all tests of a file, before the first of them. After the last test it is disposed of.
 *
 * @returns a function that returns it to a test
 */
export function forAll<T>(make: (stack: AsyncDisposableStack) => Promise<T>): () => T {
  const stack = new AsyncDisposableStack();
  let made: T | undefined;
  beforeAll(async () => void (made = await make(stack)));
  afterAll(() => stack.disposeAsync());
  return () => made!;
}

/** Makes a cluster, and a team whose role trusts the cluster. */
export const clusterAndTeam = (): (() => { readonly cluster: ClusterIssuer; readonly team: Team }) =>
  forAll(async (stack) => {
    const cluster = stack.use(await ClusterIssuer.start());
    return { cluster, team: await createTeam(cluster) };
  });
