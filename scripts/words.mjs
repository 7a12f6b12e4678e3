import './require-node.mjs';
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const HELP = `Usage: npm run check:words

Checks every text of the repository against the word list (docs/contributing/writing.md), with vale.
`;

const root = fileURLToPath(new URL('..', import.meta.url));
/** Files that are generated, that belong to a past release, or that contain the word list itself. */
const SKIPPED =
  /^(test\/docs\/words\.spec\.ts$|docs\/contributing\/vale\/|docs\/openapi\/released|deploy\/kustomize\/rendered\/)|package-lock\.json$|schema\.json$|go\.sum$|\.(png|ico|tgz)$/;

/** Returns the path of vale, whether or not it is installed. */
export function valeProgram(env = process.env) {
  return (
    env.VALE ??
    execFileSync('bash', [join(root, 'test/peers/vale/install.sh'), '--print'], {
      env,
      encoding: 'utf8',
    }).trim()
  );
}

/** Returns why words can't be checked on this machine, or `undefined` if they can. */
export const whyNoVale = (env = process.env) =>
  existsSync(valeProgram(env))
    ? undefined
    : 'vale is missing (test/peers/vale/install.sh builds it, with Go)';

/**
 * Returns the findings in the given files: `path:line:column: message`.
 *
 * @param paths relative to the repository, or absolute
 * @throws Error if vale itself fails
 */
export function wordFindings(paths) {
  const { status, stdout, stderr } = spawnSync(valeProgram(), ['--output=line', ...paths], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 ** 2,
  });
  if (status !== 0 && status !== 1) throw new Error(`vale failed: ${stderr || stdout}`);
  return stdout.split('\n').filter((line) => line !== '');
}

/** Returns the texts of the repository that are checked, without those that git ignores. */
export function checkedFiles() {
  const list = ['ls-files', '--cached', '--others', '--exclude-standard'];
  const paths = execFileSync('git', list, { cwd: root, encoding: 'utf8' }).trim().split('\n');
  return paths.filter((path) => !SKIPPED.test(path) && existsSync(join(root, path)));
}

function main(args) {
  if (args.includes('--help')) return process.stdout.write(HELP);
  const why = whyNoVale();
  if (why) {
    process.stderr.write(`not checked: ${why}\n`);
    process.exitCode = 1;
    return;
  }
  const found = wordFindings(checkedFiles());
  for (const line of found) process.stdout.write(`${line}\n`);
  process.stdout.write(`${found.length} findings\n`);
  if (found.length > 0) process.exitCode = 1;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) main(process.argv.slice(2));
