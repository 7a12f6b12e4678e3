import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');

/**
 * Returns the code of a page's blocks of a language, including blocks in lists.
 *
 * @param page its path in the repository
 */
export function nestedBlocks(page: string, language: string): string[] {
  const fenced = new RegExp(`^( *)\`\`\`${language}(?: .*)?\\n([^]*?)^\\1\`\`\`$`, 'gm');
  return Array.from(readFileSync(join(ROOT, page), 'utf8').matchAll(fenced), ([, indent, code]) =>
    code!.replaceAll(new RegExp(`^${indent!}`, 'gm'), ''),
  );
}

/** Returns the first shell block of a page that contains a text. @throws Error if there is none */
export function shellBlock(page: string, part: string): string {
  const found = nestedBlocks(page, 'sh').find((code) => code.includes(part));
  if (found === undefined) throw new Error(`${page} has no block with ${part}`);
  return found;
}
