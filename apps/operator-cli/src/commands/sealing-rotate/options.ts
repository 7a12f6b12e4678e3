import { parseArgs } from 'node:util';
import { UsageError } from '../../command.js';
import { CHANGES, type Change } from './rotation.js';

/** The options of the command line. */
export interface RotateOptions {
  readonly change: Change;
  /** The file with the present set; `undefined` for standard input. */
  readonly file: string | undefined;
  /** The file for the new set; `undefined` for standard output. */
  readonly to: string | undefined;
}

const NAMES = Object.keys(CHANGES) as Change[];

/** Reads the options. @throws UsageError, or what `parseArgs` throws */
export function readOptions(args: readonly string[]): RotateOptions {
  const flag = { type: 'boolean' } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      prepend: flag,
      append: flag,
      promote: flag,
      'keep-first': flag,
      'drop-old': flag,
      out: { type: 'string' },
      stdout: flag,
    },
  });
  const changes = NAMES.filter((name) => values[name]);
  if (changes.length > 1)
    throw new UsageError(`--${changes.join(' and --')} exclude each other; give one of them`);
  if (positionals.length > 1) throw new UsageError(`${positionals.length} files are given; give one`);
  if (values.stdout && values.out !== undefined)
    throw new UsageError('--out and --stdout exclude each other; give one of them');
  const [file] = positionals;
  const to = values.stdout ? undefined : (values.out ?? file);
  if (!values.stdout && to === undefined)
    throw new UsageError('No output is given; give FILE or --out FILE, or --stdout for a pipe');
  return { change: changes[0] ?? 'prepend', file, to };
}
