import './require-node.mjs';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { whyUnavailable } from '../test/targets/availability.ts';

const HELP = `Usage: node scripts/test-target.mjs TARGET [VITEST-OPTION…]

Runs the suite in test/s3 against an S3 server: embedded, localstack, radosgw or external. Fails if it can't be had.
`;

const [target = '--help', ...options] = process.argv.slice(2);
if (!['embedded', 'localstack', 'radosgw', 'external'].includes(target)) {
  process.stdout.write(HELP);
  process.exit(target === '--help' ? 0 : 2);
}

const why = await whyUnavailable(target, { mayPull: true });
if (why) {
  console.error(`target ${target} can't be had: ${why}`);
  process.exit(1);
}
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/vitest.s3.config.ts', ...options],
  {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    stdio: 'inherit',
    env: { ...process.env, TEST_TARGET: target },
  },
);
process.exit(status ?? 1);
