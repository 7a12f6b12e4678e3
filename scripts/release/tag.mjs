import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { currentVersion, git, plan, today } from './plan.mjs';
import { withSection } from './version.mjs';

const PACKAGES = ['.', 'libs/client', 'libs/s3-presign'];
const CHANGELOG = 'CHANGELOG.md';

/**
 * Commits the next version, its changelog and its OpenAPI document, and tags the commit. Git's setting `tag.gpgSign`
 * decides whether git signs the tag. After an error, the files are as before.
 *
 * @returns the tag
 * @throws Error if files differ from the commit, or if clients of the last release would break although the version
 * doesn't allow it
 */
export function tagRelease() {
  if (git('status', '--porcelain') !== '')
    throw new Error('Files differ from the commit. Commit or discard the changes.');
  const { version, text } = plan();
  try {
    if (version !== currentVersion())
      for (const cwd of PACKAGES) npm(cwd, 'version', version, '--no-git-tag-version', '--ignore-scripts');
    writeFileSync(CHANGELOG, withSection(readFileSync(CHANGELOG, 'utf8'), version, today(), text));
    npm('.', 'run', '--silent', 'openapi:release');
    git('commit', '--quiet', '--all', '--message', `chore(release): ${version}`);
  } catch (error) {
    git('restore', '--staged', '--worktree', '.');
    throw error;
  }
  git('tag', '--annotate', `v${version}`, '--message', `tenant-presign ${version}`);
  return `v${version}`;
}

const npm = (cwd, ...args) => execFileSync('npm', args, { cwd, stdio: ['ignore', 2, 2] });
