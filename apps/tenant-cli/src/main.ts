import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { checkCommand, type Surroundings } from './check/command.js';
import { Layout } from './kustomize/layout.js';
import { newCommand } from './new/command.js';
import { revokeCommand } from './revoke/command.js';
import { rotateCommand, type RotateSurroundings } from './rotate/command.js';

const COMMANDS = { check: checkCommand, new: newCommand, revoke: revokeCommand, rotate: rotateCommand };

/** `npm run tenant:new`, `tenant:check`, `tenant:revoke` and `sealing:rotate`. @returns the exit code */
export async function run(command: keyof typeof COMMANDS, args: readonly string[]): Promise<number> {
  const root = fileURLToPath(new URL('../../../..', import.meta.url)); // of dist/apps/tenant-cli/src
  const surroundings: Surroundings & RotateSurroundings = {
    layout: new Layout(`${root}deploy/kustomize`, root),
    env: process.env,
    out: (line) => process.stdout.write(line),
    err: (line) => process.stderr.write(line),
    stdin: () => text(process.stdin),
    isTerminal: process.stdout.isTTY,
  };
  if (command !== 'check' || !args.includes('--live')) return COMMANDS[command](args, surroundings);
  const names = args.filter((arg) => !arg.startsWith('-'));
  // The AWS SDK is loaded for those who ask for it.
  const { askForAll } = await import('./live/live.js');
  const live = await askForAll(
    surroundings.layout,
    names.length > 0 ? names : surroundings.layout.overlayNames(),
  );
  return checkCommand(args, { ...surroundings, live });
}
