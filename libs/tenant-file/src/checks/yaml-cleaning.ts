import {
  Scalar,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Document,
  type Node,
  type Pair,
} from 'yaml';
import type { Path } from '../tenant-file.errors.js';
import type { Findings } from './findings.js';

/** Names that have a special meaning in JavaScript. */
const RESERVED = new Set(['__proto__', 'constructor', 'prototype']);

/** Removes nodes that have no plain form, or an ambiguous one, and reports them. The rest can then be checked. */
export function cleanYaml(document: Document, findings: Findings): void {
  new Cleaning(document, findings).keep(document.contents, [], []);
}

class Cleaning {
  constructor(
    private readonly document: Document,
    private readonly findings: Findings,
  ) {}

  /** Checks a node and everything in it. @returns whether the node may stay */
  keep(node: unknown, path: Path, holders: readonly unknown[]): boolean {
    const message = this.#mistakeOf(node, holders);
    if (message !== undefined) this.findings.add({ path, message, offset: startOf(node) });
    if (message !== undefined && isAlias(node)) return false;
    if (isSeq(node)) this.#cleanItems(node.items, path, [...holders, node]);
    if (isMap(node)) node.items = this.#cleanMembers(node.items, path, [...holders, node]);
    return true;
  }

  #cleanItems(items: unknown[], path: Path, holders: readonly unknown[]): void {
    for (const [index, item] of items.entries()) {
      if (!this.keep(item, [...path, index], holders)) items[index] = new Scalar(null);
    }
  }

  /** Returns the members that may stay. Of two members with the same name, the first one stays. */
  #cleanMembers(pairs: readonly Pair[], path: Path, holders: readonly unknown[]): Pair[] {
    const seen = new Set<string>();
    return pairs.filter((pair) => {
      const name = nameOf(pair);
      const wrong = RESERVED.has(name)
        ? 'can’t be a name here; remove it'
        : seen.has(name)
          ? 'is set here twice; keep one of them'
          : undefined;
      seen.add(name);
      if (wrong !== undefined)
        this.findings.add({ path: [...path, name], message: wrong, offset: startOf(pair.key) });
      else if (!this.keep(pair.value, [...path, name], holders)) pair.value = new Scalar(null);
      return wrong === undefined;
    });
  }

  /**
   * Returns the error of a node. The message doesn't quote the text, which may be part of a secret that begins with one
   * of these characters.
   */
  #mistakeOf(node: unknown, holders: readonly unknown[]): string | undefined {
    if (isAlias(node)) {
      const target = node.resolve(this.document);
      if (target && !holders.includes(target)) return undefined;
      return 'begins with "*", which makes it an alias, and no anchor before it has this name; put text in quotes';
    }
    const tag = isScalar(node) || isCollection(node) ? node.tag : undefined;
    if (tag === undefined || tag.startsWith('tag:yaml.org,2002:')) return undefined;
    return 'begins with "!", which makes it a tag, and tags are not supported here; remove it, or put text in quotes';
  }
}

/** Returns the name of a member. The parser represents a merge key as a symbol. */
export function nameOf({ key }: Pair): string {
  const name = isScalar(key) ? key.value : key;
  return typeof name === 'symbol' ? (name.description ?? '') : String(name);
}

/** Returns the offset of a node in the text. */
export const startOf = (node: unknown): number => (node as Node | null | undefined)?.range?.[0] ?? 0;
