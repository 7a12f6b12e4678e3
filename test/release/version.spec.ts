import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { whyNoRelease } from '../../scripts/release/plan.mjs';
import {
  changelog,
  nextVersion,
  parseCommit,
  withSection,
  type Commit,
} from '../../scripts/release/version.mjs';

const commits = (...messages: string[]): Commit[] => messages.map((message) => parseCommit(message)!);

describe('the next version', () => {
  it.each([
    ['0.2.0', ['fix(api): a'], '0.2.1'],
    ['0.2.0', ['perf: a', 'docs: b'], '0.2.1'],
    ['0.2.3', ['feat(lambda): a', 'fix: b'], '0.3.0'],
    ['0.2.3', ['fix!: a'], '0.3.0'],
    ['1.2.3', ['fix!: a'], '2.0.0'],
    ['1.2.3', ['feat: a\n\nBREAKING CHANGE: the field is gone'], '2.0.0'],
    ['1.2.3', ['feat: a'], '1.3.0'],
    ['1.2.3', ['docs: a', 'test: b', 'chore(x): c'], undefined],
    ['1.2.3', [], undefined],
  ])('after %s with %j is %s', (version, messages, next) => {
    expect(nextVersion(version, commits(...messages))).toBe(next);
  });

  it('is never lower, whatever is committed, and in whatever order', () => {
    const message = fc.constantFrom('feat: a', 'fix: b', 'feat!: c', 'docs: d', 'perf(x): e');
    fc.assert(
      fc.property(fc.array(message), fc.nat(9), fc.nat(9), fc.nat(9), (messages, major, minor, patch) => {
        const next = nextVersion(`${major}.${minor}.${patch}`, commits(...messages));
        expect(nextVersion(`${major}.${minor}.${patch}`, commits(...messages.toReversed()))).toBe(next);
        if (next === undefined) return;
        const [a, b, c] = next.split('.').map(Number) as [number, number, number];
        expect(a * 1e4 + b * 100 + c).toBeGreaterThan(major * 1e4 + minor * 100 + patch);
      }),
    );
  });
});

it.each(['Merge branch x', 'feat:a', 'Feat: a', '', 'just words: no'])(
  '%j is no conventional commit',
  (message) => {
    expect(parseCommit(message)).toBeUndefined();
  },
);

it('the changelog has what users notice, what breaks first', () => {
  const all = commits(
    'fix(api): refuse it',
    'docs: say it',
    'feat(api)!: rename it',
    'feat: add it\n\nBREAKING CHANGE: set NEW instead of OLD',
  );
  expect(changelog('0.3.0', '2026-11-28', all)).toBe(`## 0.3.0, 2026-11-28

### Breaking changes

- **api**: rename it
- set NEW instead of OLD

### Features

- **api**: rename it
- add it

### Fixes

- **api**: refuse it
`);
});

describe('a section of the changelog', () => {
  const file = '# Changelog\n\nWords.\n\n## 0.2.0, 2026-11-25\n\n- a\n';

  it('comes before the others', () => {
    expect(withSection(file, '0.3.0', '2026-11-28', '## 0.3.0, 2026-11-28\n\n- b\n')).toBe(
      '# Changelog\n\nWords.\n\n## 0.3.0, 2026-11-28\n\n- b\n\n## 0.2.0, 2026-11-25\n\n- a\n',
    );
  });

  it('stays as it is written by hand, and gets the date', () => {
    const written = file.replace('0.2.0, 2026-11-25', '0.3.0, unreleased');
    expect(withSection(written, '0.3.0', '2026-11-28', 'generated')).toBe(
      '# Changelog\n\nWords.\n\n## 0.3.0, 2026-11-28\n\n- a\n',
    );
  });

  it('can be the first', () => {
    expect(withSection('# Changelog\n\n', '0.1.0', '2026-11-28', '## 0.1.0\n')).toBe(
      '# Changelog\n\n## 0.1.0\n\n',
    );
  });
});

describe('a release is built', () => {
  it('of a commit with the tag of its version', () => {
    expect(whyNoRelease('0.3.0', { status: '', tags: ['latest', 'v0.3.0'] })).toBeUndefined();
  });

  it.each([
    ['M package.json', ['v0.3.0'], /Files differ/],
    ['', ['v0.2.0'], /doesn't have the tag v0\.3\.0/],
    ['', [''], /doesn't have the tag v0\.3\.0/],
  ])('not with status %j and tags %j', (status, tags, why) => {
    expect(whyNoRelease('0.3.0', { status, tags })).toMatch(why);
  });
});
