import './require-node.mjs';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build, isBuilt } from './build.mjs';

const { whyUnavailable } = await import('../test/targets/availability.ts');

const HELP = `Usage: npm run soak -- [--minutes N]

Two replicas of the API with a role on Ceph's gateway (Debian's radosgw), at half of what they can do, while STS fails
in eight ways, tokens and keys rotate, and both replicas are replaced twice. Prints a line every ten seconds, then a
table. Fails where any request was answered otherwise than documented, an audit event is missing, or memory grows.

  --minutes N   how long it runs; default: 10
`;

const { values } = parseArgs({
  options: { minutes: { type: 'string', default: '10' }, help: { type: 'boolean', short: 'h' } },
});
const minutes = Number(values.minutes);
if (values.help || !(minutes > 0)) {
  process.stdout.write(HELP);
  process.exit(values.help ? 0 : 2);
}
const whyNot = await whyUnavailable('radosgw');
if (whyNot !== undefined) {
  process.stderr.write(`${whyNot}\n`);
  process.exit(1);
}
if (!isBuilt()) build();
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--project=soak'], {
  cwd: fileURLToPath(new URL('..', import.meta.url)),
  stdio: 'inherit',
  env: { ...process.env, SOAK_SECONDS: String(minutes * 60) },
});
process.exitCode = status ?? 1;
