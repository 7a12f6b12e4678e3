/** An item of the list `tenants`, as text. */
export interface Chunk {
  readonly text: string;
  /** The number of the item's first line in the file, 1-based. */
  readonly line: number;
}

/**
 * `platform.yaml`, split into its tenants and the rest. Changed parts can then be read alone, and ten thousand tenants
 * need little memory.
 */
export interface Chunks {
  /** The file with empty lines instead of the tenants, so that all lines keep their numbers. */
  readonly skeleton: string;
  readonly items: readonly Chunk[];
}

/**
 * Splits the file.
 *
 * @returns `undefined` if the list isn’t in YAML's block style, or if a part of the text may refer to another part
 */
export function splitPlatform(text: string): Chunks | undefined {
  if (/[&*]|<<|^(?:---|\.\.\.|%)/m.test(text.replaceAll(/#.*/g, ''))) return undefined;
  const lines = text.split(/\r?\n/);
  const key = lines.findIndex((line) => /^tenants:[ ]*(?:#.*)?$/.test(line));
  if (key === -1) return undefined;
  const first = lines.findIndex((line, index) => index > key && !isSilent(line));
  const indent = /^ *(?=- )/.exec(lines[first] ?? '')?.[0];
  if (indent === undefined) return undefined;
  const begins = `${indent}- `;
  const inside = `${indent} `;
  const starts: number[] = [];
  let end = first;
  for (; end < lines.length; end++) {
    const line = lines[end]!;
    if (line.startsWith(begins)) starts.push(end);
    else if (!line.startsWith(inside) && !isSilent(line)) break;
  }
  const items = starts.map((start, index) => ({
    text: lines.slice(start, starts[index + 1] ?? end).join('\n'),
    line: start + 1,
  }));
  const skeleton = [...lines.slice(0, first), ...Array<string>(end - first).fill(''), ...lines.slice(end)];
  return { skeleton: skeleton.join('\n'), items };
}

/** Returns whether a line is empty or a comment. */
const isSilent = (line: string): boolean => /^\s*(?:#.*)?$/.test(line);
