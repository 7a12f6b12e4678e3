/** A profile of `node --cpu-prof` (Chrome DevTools Protocol, Profiler.Profile), with the fields that are used here. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
  }[];
  /** The ids of nodes, and the microseconds since the previous sample. */
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/**
 * The layers of native functions that are system calls, by the function's name, since their files don't tell the layer.
 */
const NATIVES: Readonly<Record<string, string>> = {
  writeUtf8String: 'answer into the socket (system call)',
  writeBuffer: 'log into the pipe (system call)',
  writeString: 'log into the pipe (system call)',
  '(garbage collector)': 'garbage collection',
  '(program)': 'native code, event loop',
};

/** The layers by file. The first pattern that matches applies. */
const LAYERS: readonly (readonly [RegExp, string])[] = [
  [/^node:internal\/crypto/, 'digests and random bytes'],
  [/^node:/, 'Node: HTTP, streams, promises'],
  [/node_modules\/pino\//, 'pino: JSON of log lines'],
  [/node_modules\/@nestjs\//, 'Nest: router'],
  [
    /node_modules\/(fastify|@fastify|find-my-way|secure-json-parse|light-my-request)/,
    'Fastify: routing, hooks, JSON',
  ],
  [/node_modules\//, 'other libraries'],
  [/dist\/libs\/s3-presign\//, 'ours: signing library'],
  [/dist\/generated\//, 'ours: validators'],
  [/dist\/apps\//, 'ours: API'],
];

/**
 * Returns the share of the busy time by layer, largest first.
 *
 * @param skip seconds at the beginning that are left out, such as the start of the process
 */
export function sharesOf(
  { nodes, samples, timeDeltas }: CpuProfile,
  skip: number,
): [layer: string, share: number][] {
  const layers = new Map(
    nodes.map(({ id, callFrame }) => [id, layerOf(callFrame.functionName, callFrame.url)]),
  );
  const times = new Map<string, number>();
  let at = 0;
  let busy = 0;
  for (const [index, id] of samples.entries()) {
    const time = timeDeltas[index]!;
    at += time;
    const layer = layers.get(id)!;
    if (at < skip * 1e6 || layer === IDLE) continue;
    busy += time;
    times.set(layer, (times.get(layer) ?? 0) + time);
  }
  return [...times]
    .map(([layer, time]): [string, number] => [layer, time / busy])
    .toSorted(([, one], [, other]) => other - one);
}

const IDLE = 'idle';

function layerOf(name: string, url: string): string {
  if (name === '(idle)') return IDLE;
  return NATIVES[name] ?? LAYERS.find(([pattern]) => pattern.test(url))?.[1] ?? 'native code, event loop';
}
