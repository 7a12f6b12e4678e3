/** Of the audit log's lines, what a trace shows. Never a signature: there is none in them. */
export interface SigningLine {
  readonly time: string;
  readonly signingId: string;
  readonly requestId: string;
  readonly tenant: string;
  readonly subject: string;
  readonly issuer: string;
  readonly action: string;
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly expiresAt: string;
  readonly limitedBy: string;
  readonly accessKeyId: string;
}

/** The session behind signings, where they are attributed. */
export interface SessionLine {
  readonly accessKeyId: string;
  readonly sessionName: string;
}

type AnyLine = ({ readonly msg: 'signing' } & SigningLine) | ({ readonly msg: 'session' } & SessionLine);

/** @param line JSON, with or without what a container runtime writes before it; `undefined` for any other line than these two */
export function parseAuditLine(line: string): AnyLine | undefined {
  const start = line.indexOf('{');
  if (start < 0) return undefined;
  try {
    const event = JSON.parse(line.slice(start)) as Partial<AnyLine> | null;
    return event?.msg === 'signing' || event?.msg === 'session' ? (event as AnyLine) : undefined;
  } catch {
    return undefined;
  }
}
