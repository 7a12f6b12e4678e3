import { AuditWriter } from './audit-writer.js';

/**
 * Writes lines in another form, such as a short one for a terminal. Like `AuditWriter`, it tells callers whether their
 * lines were written.
 */
export class RewritingWriter extends AuditWriter {
  constructor(
    fd: number,
    private readonly rewrite: (lines: string) => string,
  ) {
    super(fd);
  }

  override write(lines: string | Buffer): void {
    super.write(this.rewrite(lines.toString()));
  }

  override writeLater(line: string): void {
    this.write(line);
  }
}
