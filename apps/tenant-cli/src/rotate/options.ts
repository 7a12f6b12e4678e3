import { parseArgs } from 'node:util';
import { CHANGES, type Change } from './rotation.js';

/** The command line. */
export interface RotateOptions {
  readonly change: Change;
  /** The set that is read; `undefined`: standard input. */
  readonly file: string | undefined;
  /** Where the new set is written; `undefined`: to standard output. */
  readonly to: string | undefined;
}

const NAMES = Object.keys(CHANGES) as Change[];

/** @returns what is wrong, as text; `undefined` where help is asked for */
export function readOptions(args: readonly string[]): RotateOptions | string | undefined {
  const flag = { type: 'boolean' } as const;
  let parsed;
  try {
    parsed = parseArgs({
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
        help: { ...flag, short: 'h' },
      },
    });
  } catch (error) {
    return (error as Error).message;
  }
  const { values, positionals } = parsed;
  if (values.help) return undefined;
  const changes = NAMES.filter((name) => values[name]);
  if (changes.length > 1) return `--${changes.join(' and --')} exclude each other; give one of them`;
  if (positionals.length > 1) return `There are ${positionals.length} files; give one`;
  if (values.stdout && values.out !== undefined)
    return '--out and --stdout exclude each other; give one of them';
  const [file] = positionals;
  const to = values.stdout ? undefined : (values.out ?? file);
  if (!values.stdout && to === undefined)
    return 'Where does the new set go? Give FILE or --out FILE, or --stdout for a pipe';
  return { change: changes[0] ?? 'prepend', file, to };
}
