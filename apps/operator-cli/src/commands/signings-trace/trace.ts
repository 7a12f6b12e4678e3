import type { AuditLine } from '../../../../api/src/platform/audit/audit-line.js';
import { parseAccessLogLine } from './access-log.js';
import { parseAuditLine } from './audit-log.js';
import { cloudTrailUses } from './cloudtrail.js';
import type { LogFile } from './log-files.js';
import type { Use } from './use.js';

export interface Trace {
  readonly signing: AuditLine<'signing'> | undefined;
  /** The name of the session in AWS's logs; `undefined` if the subject has no session of its own. */
  readonly sessionName: string | undefined;
  readonly uses: readonly Use[];
}

export interface Logs {
  readonly audit: readonly LogFile[];
  readonly accessLog: readonly LogFile[];
  readonly cloudTrail: readonly LogFile[];
}

/** Finds a signing and its uses. Keeps only the lines that belong to it in memory. @param id a ULID */
export async function trace(id: string, { audit, accessLog, cloudTrail }: Logs): Promise<Trace> {
  let signing: AuditLine<'signing'> | undefined;
  const sessionNames = new Map<string, string>();
  for (const file of audit) {
    for await (const line of file.lines()) {
      if (!line.includes(id) && !line.includes('"msg":"session"')) continue;
      const event = parseAuditLine(line);
      if (event?.msg === 'session') sessionNames.set(event.accessKeyId, event.sessionName);
      else if (event?.signingId === id) signing ??= event;
    }
  }
  const uses: Use[] = [];
  for (const file of accessLog) {
    for await (const line of file.lines()) {
      const used = line.includes(id) ? parseAccessLogLine(line) : undefined;
      if (used?.signingId !== id) continue;
      const certain = used.accessKeyId === signing?.accessKeyId;
      uses.push({ source: 'access-log', certain, ...used.use });
    }
  }
  if (signing) for (const file of cloudTrail) uses.push(...cloudTrailUses(await file.text(), signing));
  uses.sort((one, other) => (one.time < other.time ? -1 : Number(one.time > other.time)));
  return { signing, sessionName: signing && sessionNames.get(signing.accessKeyId), uses };
}
