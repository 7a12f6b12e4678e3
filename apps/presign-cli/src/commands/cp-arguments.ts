import { parseArgs } from 'node:util';
import { UsageError } from '../command.js';
import { requireRecursion } from '../paths/filter.js';
import { parseLocation, type Location } from '../paths/location.js';
import type { CopyOptions } from '../transfers/transfer.js';

type Remote = Location & { readonly kind: 'remote' };

/** The source and the target of `cp`, of which at least one is an object or a prefix. */
export type Route =
  | { readonly direction: 'upload'; readonly source: Exclude<Location, Remote>; readonly target: Remote }
  | { readonly direction: 'download'; readonly source: Remote; readonly target: Exclude<Location, Remote> }
  | { readonly direction: 'copy'; readonly source: Remote; readonly target: Remote };

export interface CpArguments {
  readonly route: Route;
  readonly options: CopyOptions;
  /** The largest number of requests at once. */
  readonly parallel: number | undefined;
  readonly isJson: boolean;
}

const CHECKSUMS = ['auto', 'crc64nvme', 'sha256', 'none'] as const;

const OPTIONS = {
  recursive: { type: 'boolean', short: 'r' },
  include: { type: 'string', multiple: true },
  exclude: { type: 'string', multiple: true },
  parallel: { type: 'string' },
  'if-none-match': { type: 'boolean' },
  'content-type': { type: 'string' },
  checksum: { type: 'string' },
  'require-verified': { type: 'boolean' },
  'no-resume': { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

/** The options that don’t apply in every direction, and the directions in which they apply. */
const ONLY_FOR = {
  recursive: ['upload', 'download'],
  'if-none-match': ['upload'],
  'content-type': ['upload', 'copy'],
  checksum: ['upload', 'download'],
  'require-verified': ['upload', 'download'],
  'no-resume': ['upload'],
} as const satisfies Partial<Record<keyof typeof OPTIONS, readonly Route['direction'][]>>;

const PLURAL = { upload: 'uploads', download: 'downloads', copy: 'copies' } as const;

/** Parses the arguments of `cp`. @throws UsageError, or what `parseArgs` throws */
export function parseCpArguments(args: readonly string[], env: NodeJS.ProcessEnv): CpArguments {
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  const route = routeOf(positionals, env);
  requireRecursion(values);
  requireFit(values, route);
  const checksum = CHECKSUMS.find((each) => each === (values.checksum ?? 'auto'));
  if (!checksum) throw new UsageError(`--checksum must be one of ${CHECKSUMS.join(', ')}.`);
  return {
    route,
    options: {
      isRecursive: values.recursive ?? false,
      include: values.include ?? [],
      exclude: values.exclude ?? [],
      upload: {
        checksum,
        requireVerified: values['require-verified'] ?? false,
        resume: !values['no-resume'],
        ...(values['content-type'] !== undefined && { contentType: values['content-type'] }),
        ...(values['if-none-match'] && { ifNoneMatch: '*' as const }),
      },
    },
    parallel: values.parallel === undefined ? undefined : atOnce(values.parallel),
    isJson: values.json ?? false,
  };
}

function routeOf(texts: readonly string[], env: NodeJS.ProcessEnv): Route {
  const [source, target, ...more] = texts.map((text) => parseLocation(text, env));
  if (!source || !target || more.length > 0) throw new UsageError('Give a source and a target.');
  if (source.kind === 'remote') {
    if (target.kind !== 'remote') return { direction: 'download', source, target };
    if (source.tenant !== target.tenant)
      throw new UsageError('Objects are copied within one tenant’s bucket.');
    return { direction: 'copy', source, target };
  }
  if (target.kind !== 'remote') throw new UsageError('The source or the target must be TENANT:/KEY.');
  return { direction: 'upload', source, target };
}

/** @throws UsageError for an option that has no effect in this direction */
function requireFit(values: { readonly [Name in keyof typeof OPTIONS]?: unknown }, route: Route): void {
  for (const [name, directions] of Object.entries(ONLY_FOR)) {
    const isGiven = values[name as keyof typeof ONLY_FOR] !== undefined;
    if (!isGiven || directions.some((each) => each === route.direction)) continue;
    const option = name === 'recursive' ? '-r' : `--${name}`;
    throw new UsageError(
      `${option} applies only to ${directions.map((each) => PLURAL[each]).join(' and ')}.`,
    );
  }
  if (values.recursive && [route.source.kind, route.target.kind].includes('stdio'))
    throw new UsageError('-r applies only to folders and prefixes, not to standard input and output.');
}

function atOnce(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 256) return number;
  throw new UsageError('--parallel must be a whole number from 1 to 256.');
}
