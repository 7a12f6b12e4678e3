import type { AuditLine } from '../../../../api/src/platform/audit/audit-line.js';

/** @param line JSON, with or without what a container runtime writes before it; `undefined` for any other line than these two */
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
