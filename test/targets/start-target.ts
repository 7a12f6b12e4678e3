import type { Target, TargetName } from './target.js';

/**
 * The functions that start targets. Each is loaded only if needed, because it imports libraries that the others don't
 * need.
 */
const STARTERS: Readonly<Record<TargetName, () => Promise<() => Promise<Target>>>> = {
  embedded: async () => (await import('./embedded.js')).startEmbedded,
  localstack: async () => (await import('./localstack.js')).startLocalstack,
  radosgw: async () => (await import('./radosgw.js')).startRadosgw,
  external: async () => (await import('./external.js')).startExternal,
};

/** Starts a target. @throws Error that says what this machine lacks, and what to do */
export async function startTarget(name: TargetName): Promise<Target> {
  const start = await STARTERS[name]();
  return start();
}
