import type { Path } from '../tenant-file.errors.js';

/** A validation error without its line, which is looked up later. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
  /** The position in the text, if it is not that of the path. */
  readonly offset?: number | undefined;
}

/**
 * The validation errors that were found so far. One error is reported once: a value that is known to be wrong is not
 * checked again.
 */
export class Findings {
  readonly #all: Finding[] = [];
  readonly #doubtful = new Set<string>();

  get all(): readonly Finding[] {
    return this.#all;
  }

  /** Adds an error. Does nothing if the path, or an object above it, is already marked as doubtful. */
  add(finding: Finding): void {
    if (this.isDoubtful(finding.path)) return;
    this.#all.push(finding);
    this.doubt(finding.path);
  }

  /** Marks a path as doubtful, because its intended value is unknown. */
  doubt(path: Path): void {
    this.#doubtful.add(JSON.stringify(path));
  }

  isDoubtful(path: Path): boolean {
    if (this.#doubtful.size === 0) return false; // almost always so, and called some hundred times for each tenant
    return path.some((_, depth) => this.#doubtful.has(JSON.stringify(path.slice(0, depth + 1))));
  }
}
