import './require-node.mjs';
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const HELP = `Usage: npm run image [-- [--local-bases] ARGUMENT…]

Builds the container image of the API from the Dockerfile, labelled with version and commit.

  --local-bases        use base images that test/peers/image-base makes, if no registry can be reached
  --platform PLATFORM  linux/amd64 or linux/arm64 instead of this machine's own; the other architecture needs an emulator
                       (test/peers/emulation/up.sh)
  ARGUMENT…            arguments of docker build, such as --tag NAME or --build-arg BASE=IMAGE; without --tag, the tag is
                       tenant-presign
`;

/**
 * Builds the image.
 *
 * @param args see HELP
 * @throws Error if the build fails; its output is on standard error
 */
export function buildImage(args) {
  const { own, isLocal, platform } = parse(args);
  const bases = isLocal ? localBases(platform) : [];
  const tag = own.some((arg) => /^(--tag|-t)\b/.test(arg)) ? [] : ['--tag', 'tenant-presign'];
  const forPlatform = platform && hasBuildKit() ? ['--platform', platform] : [];
  const all = [...labels(), ...bases, ...forPlatform, ...tag, ...own];
  const { status } = spawnSync('docker', ['build', ...all, '.'], { stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error('docker build failed');
}

function parse(args) {
  const at = args.indexOf('--platform');
  const isOwn = (arg, index) => arg !== '--local-bases' && (at < 0 || (index !== at && index !== at + 1));
  return {
    own: args.filter(isOwn),
    isLocal: args.includes('--local-bases'),
    platform: at < 0 ? undefined : args[at + 1],
  };
}

/**
 * Returns whether Docker has BuildKit. The classic builder refuses stages for two platforms if a platform is given, and
 * otherwise builds for the platform of the base image.
 */
const hasBuildKit = () => spawnSync('docker', ['buildx', 'version']).status === 0;

function labels() {
  const ofCommit = (format) => git('log', '-1', `--format=${format}`);
  const changed = git('status', '--porcelain') === '' ? '' : '-dirty';
  return Object.entries({
    VERSION: JSON.parse(readFileSync('package.json', 'utf8')).version,
    REVISION: `${ofCommit('%H')}${changed}`,
    CREATED: ofCommit('%cI'),
  }).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
}

/** Returns git's output, or an empty text. An archive of the source without its history has no commit. */
function git(...args) {
  const { stdout } = spawnSync('git', args, { encoding: 'utf8' });
  return stdout?.trim() ?? '';
}

function localBases(platform) {
  const stdio = ['ignore', 'pipe', 'inherit'];
  const script = `test/peers/image-base/${platform === 'linux/arm64' ? 'arm64' : 'images'}.sh`;
  const lines = execFileSync(script, ['--print'], { encoding: 'utf8', stdio });
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
