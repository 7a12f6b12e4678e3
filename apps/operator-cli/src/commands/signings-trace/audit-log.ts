import type { AuditLine } from '../../../../api/src/platform/audit/audit-line.js';

/**
 * Parses a line of the audit log.
 *
 * @param line JSON, with or without the prefix of a container runtime
 * @returns `undefined` if the line is neither a signing nor a session
 */
export function parseAuditLine(line: string): AuditLine<'signing' | 'session'> | undefined {
  const start = line.indexOf('{');
  if (start < 0) return undefined;
  try {
    const event = JSON.parse(line.slice(start)) as Partial<AuditLine<'signing' | 'session'>> | null;
    return event?.msg === 'signing' || event?.msg === 'session'
      ? (event as AuditLine<'signing' | 'session'>)
      : undefined;
  } catch {
    return undefined;
  }
}
