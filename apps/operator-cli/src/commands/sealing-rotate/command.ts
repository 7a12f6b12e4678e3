import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { UsageError, type CliContext, type Command } from '../../command.js';
import { ExitCode } from '../../exit-code.js';
import { readOptions, type RotateOptions } from './options.js';
import { newSealingKey, rotate, type Change, type Rotated } from './rotation.js';
import { writeSecret } from './write-secret.js';

export const HELP = `Changes a JWK Set of sealing keys (SEALING_KEYS_FILE). The first key seals uploadIds, cursors, receipts and upload sessions;
every key can open them. FILE is rewritten, readable only by its owner; without FILE the set is read from standard input.
Without --stdout only the kids of keys are printed, never the keys.

  --prepend     add a new key as the first: it seals from now on (default)
  --append      add a new key as the last: it only opens, until --promote
  --promote     move the last key to the first place, so that it seals
  --keep-first  keep only the first key: what the other keys sealed is refused
  --drop-old    write a set with only a new key: all that was sealed before is refused at once. No set is read
  --out FILE    write the set to this file, not to the file that was read
  --stdout      write the set to standard output, for a pipe; use npm run --silent

The Secret of the overlays in deploy/kustomize:

  namespace=team-a
  get() { kubectl --namespace "$namespace" get secret tenant-presign-sealing --output 'jsonpath={.data.keys\\.json}' | base64 --decode; }
  put() { kubectl --namespace "$namespace" create secret generic tenant-presign-sealing --from-file keys.json=/dev/stdin --dry-run=client --output yaml | kubectl replace --filename -; }

Rotate in these steps, so that every pod has a key before it is used. kubelet takes up to two minutes to bring the Secret into all pods,
so wait after each step; and wait 15 days before the last step, so that all that the old key sealed has expired:

  keys=$(get | npm run --silent sealing:rotate -- --append --stdout) && printf %s "$keys" | put
  npm run --silent sealing:status -- "$namespace" --wait 180
  keys=$(get | npm run --silent sealing:rotate -- --promote --stdout) && printf %s "$keys" | put
  npm run --silent sealing:status -- "$namespace" --wait 180
  keys=$(get | npm run --silent sealing:rotate -- --keep-first --stdout) && printf %s "$keys" | put

Revoke all that was sealed, if a key leaked or if unknown people have upload sessions:

  keys=$(npm run --silent sealing:rotate -- --drop-old --stdout) && printf %s "$keys" | put
`;

export const sealingRotate: Command = {
  name: 'sealing:rotate',
  summary: 'adds, promotes or removes a sealing key',
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
