import './require-node.mjs';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build, isBuilt } from './build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const targets = readdirSync(`${root}test/fuzz/targets`).map((file) => file.replace('.ts', ''));
const HELP = `Usage: npm run fuzz -- [TARGET] [--seconds N] [--seed N]

  TARGET     ${targets.join(', ')}; default: all, one after the other
  --seconds  the time for each target, in seconds; default: 60
  --seed     the seed that a failed run printed, to repeat it
`;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
});
const [target] = positionals;
if (values.help || (target !== undefined && !targets.includes(target))) {
  process.stdout.write(HELP);
  process.exit(values.help ? 0 : 2);
}
if (!isBuilt()) build();
const env = {
  ...process.env,
  FUZZ_SECONDS: values.seconds,
  ...(target && { FUZZ_TARGET: target }),
  ...(values.seed && { FUZZ_SEED: values.seed }),
};
const args = ['node_modules/vitest/vitest.mjs', 'run', '--project=fuzz'];
process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit', env }).status ?? 1;
