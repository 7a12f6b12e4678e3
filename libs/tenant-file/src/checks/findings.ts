import type { Path } from '../tenant-file.errors.js';

/** An error whose line is still to be looked up. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
  /** Where in the text, if not where the path leads. */
  readonly offset?: number | undefined;
}

/** What was found so far. One error is reported once: a place that is known to be wrong is not checked again. */
export class Findings {
  readonly #all: Finding[] = [];
  readonly #doubtful = new Set<string>();

  get all(): readonly Finding[] {
    return this.#all;
  }

  /** Ignored where the place, or what holds it, is doubtful already. */
  add(finding: Finding): void {
    if (this.isDoubtful(finding.path)) return;
    this.#all.push(finding);
    this.doubt(finding.path);
  }

  /** No one knows what this place was meant to hold. */
  doubt(path: Path): void {
    this.#doubtful.add(JSON.stringify(path));
  }

  isDoubtful(path: Path): boolean {
    if (this.#doubtful.size === 0) return false; // as good as always, and asked some hundred times for each tenant
    return path.some((_, depth) => this.#doubtful.has(JSON.stringify(path.slice(0, depth + 1))));
  }
}
