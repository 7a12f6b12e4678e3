import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { changelog, nextVersion, parseCommit } from './version.mjs';

export const git = (...args) =>
  execFileSync('git', args, { encoding: 'utf8', maxBuffer: 64 * 1024 ** 2 }).trim();

const manifest = () => JSON.parse(readFileSync('package.json', 'utf8'));

export const currentVersion = () => manifest().version;

/** Returns the URL of the repository that package.json names, without npm's prefix `git+` and suffix `.git`. */
export const repositoryUrl = () =>
  manifest()
    .repository.url.replace(/^git\+/, '')
    .replace(/\.git$/, '');

/**
 * Returns the next release of the commit that is checked out. The first release has the version of package.json.
 *
 * @returns the version, and its section of CHANGELOG.md
 * @throws Error if nothing has changed that users would notice
 */
export function plan() {
  const [last] = git('tag', '--list', 'v[0-9]*', '--merged', 'HEAD', '--sort=-version:refname').split('\n');
  const range = last ? `${last}..HEAD` : 'HEAD';
  const messages = git('log', '--no-merges', '--reverse', '--format=%B%x00', range).split('\0');
  const commits = messages.map((message) => parseCommit(message.trim())).filter((each) => each !== undefined);
  const version = last ? nextVersion(last.slice(1), commits) : currentVersion();
  if (version === undefined)
    throw new Error(`No commit since ${last} changes anything for users, so there is nothing to release.`);
  return { version, text: changelog(version, today(), commits) };
}

/** Returns the date of today in UTC, such as 2026-11-28. */
export const today = () => new Date().toISOString().slice(0, 10);

/**
 * Returns why the commit that is checked out can't be built as a release; `undefined` if it can.
 *
 * @param status the output of `git status --porcelain`
 * @param tags the tags of the commit
 */
export function whyNoRelease(version, { status, tags }) {
  if (status !== '') return 'Files differ from the commit. Commit or discard the changes.';
  if (!tags.includes(`v${version}`))
    return `This commit doesn't have the tag v${version}. Check out the tag of the release.`;
  return undefined;
}
