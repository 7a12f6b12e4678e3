import {
  LineCounter,
  isAlias,
  isMap,
  isSeq,
  parseDocument,
  type Document,
  type Pair,
  type YAMLMap,
} from 'yaml';
import type { Path } from '../tenant-file.errors.js';
import type { Findings } from './findings.js';
import { plainCopy } from './plain-copy.js';
import { cleanYaml, nameOf, startOf } from './yaml-cleaning.js';
import { breakIn, secondDocumentIn } from './yaml-errors.js';

/** Returns the message of an error that the file causes. @throws any other error */
function unusable(error: unknown): string {
  if (error instanceof ReferenceError) return 'has too many aliases of aliases; write out their values';
  if (error instanceof Error && error.message.startsWith('Merge sources')) {
    return 'has a merge key ("<<") whose value is not an object; name an object there, or put "<<" in quotes';
  }
  throw error;
}

/** The text of a tenant file as YAML 1.2: its values and their positions. */
export class YamlSource {
  readonly #lines = new LineCounter();
  readonly #document: Document;

  constructor(private readonly text: string) {
    this.#document = parseDocument(text, {
      lineCounter: this.#lines,
      logLevel: 'error',
      merge: true,
      prettyErrors: false,
      uniqueKeys: false, // cleanYaml reports these, with a path
    });
  }

  /**
   * Returns the file as plain objects. Reports errors in the YAML, and leaves out what they make unusable.
   *
   * @returns `undefined` if nothing of the file can be used; then at least one error was reported
   */
  toPlain(findings: Findings): unknown {
    const { errors } = this.#document;
    const broken = breakIn(errors, this.text);
    if (broken) {
      findings.add(broken);
      return undefined;
    }
    const second = secondDocumentIn(errors);
    if (second) findings.add(second);
    cleanYaml(this.#document, findings);
    try {
      return plainCopy(this.#document.toJS({ maxAliasCount: 100 }));
    } catch (error) {
      findings.add({ path: [], message: unusable(error) });
      return undefined;
    }
  }

  /**
   * Returns the offset of the member's name, or of the item, at a path. If it doesn't exist, returns the offset of the
   * object that should contain it.
   */
  offsetOf(path: Path): number {
    let node: unknown = this.#document.contents;
    let offset = startOf(node);
    for (const part of path) {
      if (isAlias(node)) node = node.resolve(this.#document);
      const pair = isMap(node) ? this.#memberOf(node, part) : undefined;
      const item = isSeq(node) ? node.items[Number(part)] : undefined;
      if (!pair && !item) break;
      offset = startOf(pair ? pair.key : item);
      node = pair ? pair.value : item;
    }
    return offset;
  }

  /** Returns the line of an offset, 1-based. */
  lineOf(offset: number): number {
    return Math.max(1, this.#lines.linePos(offset).line);
  }

  /** Returns an object's own member, or one that a merge key (`<<`) adds. */
  #memberOf({ items }: YAMLMap, name: string | number): Pair | undefined {
    const own = items.find((pair) => nameOf(pair) === name);
    if (own) return own;
    const merged = items.filter((pair) => nameOf(pair) === '<<').map(({ value }) => value);
    for (const source of merged.flatMap((value) => (isSeq(value) ? value.items : [value]))) {
      const map = isAlias(source) ? source.resolve(this.#document) : source;
      const pair = isMap(map) ? this.#memberOf(map, name) : undefined;
      if (pair) return pair;
    }
    return undefined;
  }
}
