import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { repositoryUrl } from '../../scripts/release/plan.mjs';
import { checkedFiles } from '../../scripts/words.mjs';

const { repository } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly repository: { readonly url: string };
};
const address = /^git\+(https:\/\/.+\/tenant-presign)\.git$/.exec(repository.url)?.[1];

it('package.json names the repository, and no file names another one', () => {
  expect(address).toBeDefined();
  const named = checkedFiles().flatMap((path) => {
    const found = readFileSync(path, 'utf8').matchAll(/https:\/\/github\.com\/[\w.-]+\/tenant-presign\b/g);
    return Array.from(found, ([text]) => ({ path, text }));
  });
  expect(named.map(({ path }) => path)).toContain('package.json');
  expect(named.filter(({ text }) => text !== address)).toEqual([]);
});

it('a release without a Git remote names the repository of package.json', () => {
  expect(repositoryUrl()).toBe(address);
});
