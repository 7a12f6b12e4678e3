/**
 * A line of S3's server access log, with the fields that describe a use; see Amazon S3 User Guide, "Amazon S3 server
 * access log format".
 */
export interface AccessLogLine {
  readonly use: {
    /** The time, in ISO 8601. */
    readonly time: string;
    readonly ip: string;
    /** The ARN of the role's session, including the session's name, or another requester. */
    readonly requester: string | undefined;
    readonly operation: string;
    readonly status: number;
    readonly error: string | undefined;
    /** The number of bytes that S3 sent. */
    readonly bytesSent: number;
    /** The size of the object in bytes. */
    readonly objectBytes: number | undefined;
  };
  readonly signingId: string | undefined;
  /** The access key id in the URL, which identifies the signer. */
  readonly accessKeyId: string | undefined;
}

// The pattern ends at the turn-around time, because the client chooses the fields after it (referrer, user agent, …).
// The request and other quoted fields may contain quotes, so that the shortest match before a status is used.
const LINE =
  /^\S+ \S+ \[([^\]]+)\] (\S+) (\S+) \S+ (\S+) \S+ "(.*?)" (\d{3}|-) (\S+) (\d+|-) (\d+|-) (?:\d+|-) (?:\d+|-) /;

/** Parses a line of the log. @returns `undefined` if the line is not of this format */
export function parseAccessLogLine(line: string): AccessLogLine | undefined {
  const [match, time, ip, requester, operation, request, status, error, sent, size] = LINE.exec(line) ?? [];
  const at = time === undefined ? undefined : isoTime(time);
  if (match === undefined || at === undefined) return undefined;
  const [, target = ''] = request!.split(' ');
  const query = new URLSearchParams(target.slice(target.indexOf('?') + 1 || target.length));
  return {
    use: {
      time: at,
      ip: ip!,
      requester: known(requester!),
      operation: operation!,
      status: Number(status) || 0,
      error: known(error!),
      bytesSent: Number(sent) || 0,
      objectBytes: size === '-' ? undefined : Number(size),
    },
    signingId: query.get('x-signing-id') ?? undefined,
    accessKeyId: query.get('X-Amz-Credential')?.split('/')[0],
  };
}

const known = (text: string): string | undefined => (text === '-' ? undefined : text);

/** Converts a time of the log to ISO 8601. @param time such as `06/Feb/2019:00:00:38 +0000` */
function isoTime(time: string): string | undefined {
  const [, day, hours] = /^(\d{2}\/[A-Z][a-z]{2}\/\d{4}):(\d{2}:\d{2}:\d{2} [+-]\d{4})$/.exec(time) ?? [];
  const milliseconds = Date.parse(`${day?.replaceAll('/', ' ')} ${hours}`);
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds).toISOString().replace('.000Z', 'Z');
}
