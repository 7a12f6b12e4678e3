import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { checkedFiles, wordFindings } from '../../scripts/words.mjs';

const folder = mkdtempSync(join(tmpdir(), 'words-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Returns the words that are found in a file of this name. */
function found(name: string, text: string): string[] {
  const file = join(folder, name);
  writeFileSync(file, text);
  return wordFindings([file]).map((line) => /instead of '(.+)' \(/.exec(line)![1]!);
}

const WORD = 'mistakes';

describe('the check of words', () => {
  it.each([
    ['a comment', 'a.ts', `/** Lists ${WORD}. */\nexport {};\n`, `/** Lists errors. */\nexport {};\n`],
    ['a message', 'b.ts', `throw new Error('${WORD}');\n`, `throw new Error('errors');\n`],
    ['a page', 'c.md', `# ${WORD}\n`, `# Errors\n`],
    ['a manifest', 'd.yaml', `description: ${WORD}\n`, `description: errors\n`],
    ['a script', 'e.sh', `echo '${WORD}'\n`, `echo 'errors'\n`],
    ['a policy', 'f.tf', `description = "${WORD}"\n`, `description = "errors"\n`],
  ])('finds a word of the list in %s, and accepts the word of the guide', (_, name, refused, accepted) => {
    expect(found(name, refused)).toEqual([WORD]);
    expect(found(name, accepted)).toEqual([]);
  });

  it('finds phrases, and parts of words only where they are words', () => {
    expect(found('g.md', 'The service has its hands full.\n')).toEqual(['hands full']);
    expect(found('h.md', 'Recommended amendments are unmistakable.\n')).toEqual([]);
  });

  it('finds nothing in the repository', () => {
    const files = checkedFiles();
    expect(files.length).toBeGreaterThan(500);
    expect(wordFindings(files)).toEqual([]);
  });
});
