import { readFileSync } from 'node:fs';

/** A fenced block of a Markdown file. */
export interface CodeBlock {
  readonly language: string;
  readonly code: string;
  /** The name in its first line, `// name` or `# name`; `undefined` if there is none. */
  readonly file: string | undefined;
}

/** Returns the blocks of a page under docs/, in their order. */
export function codeBlocks(page: string): CodeBlock[] {
  const text = readFileSync(new URL(`../../../docs/${page}`, import.meta.url), 'utf8');
  return Array.from(text.matchAll(/^```(\w*)\n([^]*?)^```$/gm), ([, language, code]) => ({
    language: language!,
    code: code!,
    file: /^(?:\/\/|#) (\S+)\n/.exec(code!)?.[1],
  }));
}
