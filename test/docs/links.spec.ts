import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkedFiles } from '../../scripts/words.mjs';

const pages = checkedFiles().filter((path) => path.endsWith('.md'));

const withoutCode = (text: string): string =>
  text.replaceAll(/^```[^]*?^```$/gm, '').replaceAll(/`[^`\n]*`/g, '');

/** Returns the anchors of a page's headings, as GitHub makes them. */
function anchorsOf(text: string): Set<string> {
  const seen = new Map<string, number>();
  const headings = text.replaceAll(/^```[^]*?^```$/gm, '').matchAll(/^#+ (.+)$/gm);
  return new Set(
    Array.from(headings, ([, heading]) => {
      const anchor = heading!
        .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replaceAll(' ', '-');
      const before = seen.get(anchor) ?? 0;
      seen.set(anchor, before + 1);
      return before === 0 ? anchor : `${anchor}-${before}`;
    }),
  );
}

/** Returns the links of a page that lead nowhere. */
function brokenLinks(path: string, text: string): string[] {
  const links = Array.from(withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g), ([, link]) => link!);
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false;
    const [file = '', anchor] = link.split('#');
    if (file === '') return !anchorsOf(text).has(anchor!);
    const target = normalize(join(dirname(path), decodeURIComponent(file)));
    if (!existsSync(target)) return true;
    if (anchor === undefined || statSync(target).isDirectory()) return false;
    return !anchorsOf(readFileSync(target, 'utf8')).has(anchor);
  });
}

describe('links between pages', () => {
  it.each(pages)('of %s lead to a file and a heading', (path) => {
    expect(brokenLinks(path, readFileSync(path, 'utf8'))).toEqual([]);
  });

  it('are found if they lead nowhere', () => {
    const text =
      '# A b\n\n[1](#a-b) [2](#c) [3](README.md) [4](missing.md) [5](https://x.example/) `[6](code)`\n';
    expect(brokenLinks('CONTRIBUTING.md', text)).toEqual(['#c', 'missing.md']);
  });

  it('reach every page of docs from its index', () => {
    const reached = new Set(['docs/index.md']);
    for (const path of reached) {
      if (!path.endsWith('.md') || !existsSync(path)) continue;
      for (const [, link] of withoutCode(readFileSync(path, 'utf8')).matchAll(/\]\(([^)\s#]+)[^)]*\)/g)) {
        if (!/^[a-z]+:/.test(link!)) reached.add(normalize(join(dirname(path), link!)));
      }
    }
    const own = pages.filter((path) => path.startsWith('docs/') && !path.startsWith('docs/adr/'));
    expect(own.filter((path) => !reached.has(path))).toEqual([]);
  });
});
