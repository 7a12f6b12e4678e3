import type { Path } from '../tenant-file.errors.js';
import type { Findings } from './findings.js';

/** A place in the file as rules between values see it: what is wrong by itself already, is not reasoned about. */
export class FileNode {
  constructor(
    readonly raw: unknown,
    readonly path: Path,
    private readonly findings: Findings,
  ) {}

  at(member: string | number): FileNode {
    const holder = this.raw as Record<string | number, unknown> | null | undefined;
    const value = typeof holder === 'object' && holder !== null ? holder[member] : undefined;
    return new FileNode(value, [...this.path, member], this.findings);
  }

  get items(): readonly FileNode[] {
    return this.isSound && Array.isArray(this.raw) ? this.raw.map((_, index) => this.at(index)) : [];
  }

  /** The value, if it is a good one. */
  get value(): unknown {
    return this.isSound ? this.raw : undefined;
  }

  /** The value, if it is a good text. */
  get text(): string | undefined {
    return this.isSound && typeof this.raw === 'string' ? this.raw : undefined;
  }

  /** Left out on purpose: not misspelt, not twice. */
  get isAbsent(): boolean {
    return this.isSound && this.raw === undefined;
  }

  get isSound(): boolean {
    return !this.findings.isDoubtful(this.path);
  }

  /** No one knows any more what this place was meant to hold. */
  doubt(): void {
    this.findings.doubt(this.path);
  }

  /** From now on the place isn't sound. */
  report(message: string): void {
    this.findings.add({ path: this.path, message });
  }
}
