import './require-node.mjs';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const HELP = `Usage: npm run image [-- [--local-bases] ARGUMENT…]

Builds the container image of the API from the Dockerfile, labelled with version and commit.

  --local-bases  on bases that test/peers/image-base/images.sh makes, where no registry can be reached
  ARGUMENT…      for docker build, as --tag NAME or --build-arg BASE=IMAGE; tagged tenant-presign without a --tag
`;

/** @param args see HELP @throws Error where the build fails; its words are on standard error */
export function buildImage(args) {
  const own = args.filter((arg) => arg !== '--local-bases');
  const bases = own.length < args.length ? localBases() : [];
  const tag = own.some((arg) => /^(--tag|-t)\b/.test(arg)) ? [] : ['--tag', 'tenant-presign'];
  const { status } = spawnSync('docker', ['build', ...labels(), ...bases, ...tag, ...own, '.'], {
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) throw new Error('docker build failed');
}

function labels() {
  const ofCommit = (format) => git('log', '-1', `--format=${format}`);
  const changed = git('status', '--porcelain') === '' ? '' : '-dirty';
  return Object.entries({
    VERSION: JSON.parse(readFileSync('package.json', 'utf8')).version,
    REVISION: `${ofCommit('%H')}${changed}`,
    CREATED: ofCommit('%cI'),
  }).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
}

/** An archive without history has no commit to name. */
function git(...args) {
  const { stdout } = spawnSync('git', args, { encoding: 'utf8' });
  return stdout?.trim() ?? '';
}

function localBases() {
  const stdio = ['ignore', 'pipe', 'inherit'];
  const lines = execFileSync('test/peers/image-base/images.sh', ['--print'], { encoding: 'utf8', stdio });
  return [
    '--network',
    'host',
    ...lines
      .trim()
      .split('\n')
      .flatMap((line) => ['--build-arg', line]),
  ];
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const args = process.argv.slice(2);
  if (args.includes('--help')) process.stdout.write(HELP);
  else buildImage(args);
}
