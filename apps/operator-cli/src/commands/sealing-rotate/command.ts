import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { UsageError, type CliContext, type Command } from '../../command.js';
import { ExitCode } from '../../exit-code.js';
import { readOptions, type RotateOptions } from './options.js';
import { newSealingKey, rotate, type Change, type Rotated } from './rotation.js';
import { writeSecret } from './write-secret.js';

export const HELP = `Changes a JWK Set of sealing keys (SEALING_KEYS_FILE). The first key seals uploadIds, cursors, receipts and upload sessions;
all open them. FILE is rewritten, readable by its owner alone; without FILE the set is read from standard input. Keys are
never printed without --stdout, only their names.

  --prepend     a new key first: it seals from now on (without another option)
  --append      a new key last: it only opens, until --promote
  --promote     the last key first
  --keep-first  the first key alone: what the others sealed is refused
  --drop-old    a new key alone: all that was ever sealed is refused, at once. Reads no set
  --out FILE    write there, not into the file that was read
  --stdout      write to standard output, for a pipe; call npm run --silent

The Secret of the overlays in deploy/kustomize:

  namespace=team-a
  get() { kubectl --namespace "$namespace" get secret tenant-presign-sealing --output 'jsonpath={.data.keys\\.json}' | base64 --decode; }
  put() { kubectl --namespace "$namespace" create secret generic tenant-presign-sealing --from-file keys.json=/dev/stdin --dry-run=client --output yaml | kubectl replace --filename -; }

Rotate so that no pod meets a key that it doesn't have. kubelet takes up to two minutes to bring the Secret into all pods,
so wait after each step; and wait 15 days before the last one, when all that the old key sealed has expired:

  keys=$(get | npm run --silent sealing:rotate -- --append --stdout) && printf %s "$keys" | put
  npm run --silent sealing:status -- "$namespace" --wait 180
  keys=$(get | npm run --silent sealing:rotate -- --promote --stdout) && printf %s "$keys" | put
  npm run --silent sealing:status -- "$namespace" --wait 180
  keys=$(get | npm run --silent sealing:rotate -- --keep-first --stdout) && printf %s "$keys" | put

Revoke all that was sealed, where a key leaked, or unknown people hold upload sessions:

  keys=$(npm run --silent sealing:rotate -- --drop-old --stdout) && printf %s "$keys" | put
`;

export const sealingRotate: Command = {
  name: 'sealing:rotate',
  summary: 'adds, promotes or drops a sealing key',
  usage: '[FILE] [OPTION]…',
  help: HELP,
  example: 'keys.json --prepend',
  run: runRotate,
};

async function runRotate(
  args: readonly string[],
  { stdin, cwd, out, err, isTerminal }: CliContext,
): Promise<ExitCode> {
  const options = readOptions(args);
  if (options.to === undefined && isTerminal) {
    throw new UsageError('--stdout is for a pipe. Standard output is a terminal, which would show the keys.');
  }
  try {
    const set = await textOf(options, cwd, () => text(stdin));
    const rotated = await rotate(set, options.change, newSealingKey(Date.now()));
    if (options.to === undefined) {
      out(rotated.text);
      err(report('The set', options.change, rotated));
    } else {
      writeSecret(resolve(cwd, options.to), rotated.text);
      out(report(options.to, options.change, rotated));
    }
    return ExitCode.done;
  } catch (error) {
    err(`Nothing was written: ${(error as Error).message}\n`);
    return ExitCode.refused;
  }
}

/**
 * Returns the present set of keys; `undefined` for `drop-old`, which keeps no key. In an emergency, it must work even
 * if the set is broken or missing.
 */
function textOf(
  { change, file }: RotateOptions,
  from: string,
  stdin: () => Promise<string>,
): string | undefined | Promise<string> {
  if (change === 'drop-old') return undefined;
  return file === undefined ? stdin() : readFileSync(resolve(from, file), 'utf8');
}

function report(where: string, change: Change, { kids: [first, ...others], dropped }: Rotated): string {
  const also = others.length === 0 ? '' : ` Also opens: ${others.join(', ')}.`;
  const lost =
    change === 'drop-old'
      ? ' All that was sealed before is refused.'
      : dropped.length === 0
        ? ''
        : ` What ${dropped.join(', ')} sealed is refused.`;
  return `${where}: ${first!} seals and opens.${also}${lost}\n`;
}
