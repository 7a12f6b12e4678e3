import type { Path } from '../tenant-file.errors.js';
import type { Findings } from './findings.js';

/**
 * A place in the file, for the rules between values. A value that is already known to be wrong is not checked further.
 */
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

  /** The value, if it is valid. */
  get value(): unknown {
    return this.isSound ? this.raw : undefined;
  }

  /** The value, if it is a valid text. */
  get text(): string | undefined {
    return this.isSound && typeof this.raw === 'string' ? this.raw : undefined;
  }

  /** Whether the setting was left out on purpose: neither misspelt nor given twice. */
  get isAbsent(): boolean {
    return this.isSound && this.raw === undefined;
  }

  get isSound(): boolean {
    return !this.findings.isDoubtful(this.path);
  }

  /** Marks the place as doubtful, because its intended value is unknown. */
  doubt(): void {
    this.findings.doubt(this.path);
  }

  /** Reports an error. The place is then no longer sound. */
  report(message: string): void {
    this.findings.add({ path: this.path, message });
  }
}
