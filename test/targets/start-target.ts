import type { Target, TargetName } from './target.js';

/** Loaded only when wanted: each brings libraries that the others don't need. */
const STARTERS: Readonly<Record<TargetName, () => Promise<() => Promise<Target>>>> = {
  embedded: async () => (await import('./embedded.js')).startEmbedded,
  localstack: async () => (await import('./localstack.js')).startLocalstack,
  radosgw: async () => (await import('./radosgw.js')).startRadosgw,
  external: async () => (await import('./external.js')).startExternal,
};

/** @throws Error that says what the machine lacks, and what to do */
export async function startTarget(name: TargetName): Promise<Target> {
  const start = await STARTERS[name]();
  return start();
}
