import { fileURLToPath } from 'node:url';
import { checkCommand, type Surroundings } from './check/command.js';
import { Layout } from './kustomize/layout.js';
import { newCommand } from './new/command.js';

const COMMANDS = { check: checkCommand, new: newCommand };

/** `npm run tenant:new` and `npm run tenant:check`. @returns the exit code */
export function run(command: keyof typeof COMMANDS, args: readonly string[]): number {
  const root = fileURLToPath(new URL('../../../..', import.meta.url)); // of dist/apps/tenant-cli/src
  const surroundings: Surroundings = {
    layout: new Layout(`${root}deploy/kustomize`, root),
    env: process.env,
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
  };
  return COMMANDS[command](args, surroundings);
}
