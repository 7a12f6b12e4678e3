import { readFileSync } from 'node:fs';
import { LineCounter, isMap, isNode, isPair, isScalar, parseAllDocuments, visit, type Document } from 'yaml';

export type Path = readonly (string | number)[];

/** A YAML file as it was written: its values with their lines. */
export class SourceFile {
  readonly documents: readonly Document[];
  readonly #lines = new LineCounter();

  constructor(
    readonly path: string,
    readonly text: string,
  ) {
    const documents = parseAllDocuments(text, { lineCounter: this.#lines });
    this.documents = Array.isArray(documents) ? documents : [];
  }

  /** Reads a file. @throws an error of the file system */
  static read(path: string): SourceFile {
    return new SourceFile(path, readFileSync(path, 'utf8'));
  }

  get errors(): { message: string; line: number | undefined }[] {
    return this.documents.flatMap(({ errors }) =>
      errors.map(({ message, linePos }) => ({
        message: message.split('\n')[0]!.replace(/ at line.*$/, ''),
        line: linePos?.[0].line,
      })),
    );
  }

  /** Returns the first document as plain data. */
  toJS(): unknown {
    return this.documents[0]?.toJS() as unknown;
  }

  /**
   * Returns the line of the entry at a path of a document, by default of the first one; `undefined` if there is none.
   */
  lineOf(path: Path, document = this.documents[0]): number | undefined {
    if (!document) return undefined;
    if (path.length === 0) return this.#lineAt(document.contents);
    const parent = document.getIn(path.slice(0, -1), true);
    const last = path.at(-1);
    if (isMap(parent)) {
      const pair = parent.items.find(({ key }) => (isScalar(key) ? key.value : key) === last);
      return pair ? this.#lineAt(pair.key) : undefined;
    }
    return this.#lineAt(document.getIn(path, true));
  }

  /** Returns all strings with their lines, without comments. */
  strings(): { value: string; line: number | undefined; path: Path }[] {
    const found: { value: string; line: number | undefined; path: Path }[] = [];
    for (const document of this.documents) {
      visit(document, {
        Scalar: (key, node, ancestors) => {
          if (key === 'key' || typeof node.value !== 'string') return;
          const names = ancestors
            .filter(isPair)
            .map((pair) => String(isScalar(pair.key) ? pair.key.value : ''));
          found.push({ value: node.value, line: this.#lineAt(node), path: names });
        },
      });
    }
    return found;
  }

  /** Returns the line of the first match, at or after a given line. */
  lineMatching(pattern: RegExp, from = 1): number | undefined {
    const index = this.text
      .split('\n')
      .findIndex((line, number) => number + 1 >= from && pattern.test(line.replace(/(^|\s)#.*$/, '')));
    return index === -1 ? undefined : index + 1;
  }

  #lineAt(node: unknown): number | undefined {
    return isNode(node) && node.range ? this.#lines.linePos(node.range[0]).line : undefined;
  }
}
