/** A line of S3's server access log, as far as it tells of a use. Amazon S3 User Guide, "Amazon S3 server access log format". */
export interface AccessLogLine {
  readonly use: {
    /** ISO 8601. */
    readonly time: string;
    readonly ip: string;
    /** The role's session, with its name; or another requester. */
    readonly requester: string | undefined;
    readonly operation: string;
    readonly status: number;
    readonly error: string | undefined;
    /** Sent by S3. */
    readonly bytesSent: number;
    /** Of the object. */
    readonly objectBytes: number | undefined;
  };
  readonly signingId: string | undefined;
  /** Who signed, as the URL says. */
  readonly accessKeyId: string | undefined;
}

// What stands behind the turn-around time (referrer, user agent, …) is the client's to write, and is not read. The
// request is: of it, as of anything with quotes in it, the shortest that a status follows.
const LINE =
  /^\S+ \S+ \[([^\]]+)\] (\S+) (\S+) \S+ (\S+) \S+ "(.*?)" (\d{3}|-) (\S+) (\d+|-) (\d+|-) (?:\d+|-) (?:\d+|-) /;

/** @returns `undefined` for what is no such line */
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

/** @param time `06/Feb/2019:00:00:38 +0000` */
function isoTime(time: string): string | undefined {
  const [, day, hours] = /^(\d{2}\/[A-Z][a-z]{2}\/\d{4}):(\d{2}:\d{2}:\d{2} [+-]\d{4})$/.exec(time) ?? [];
  const milliseconds = Date.parse(`${day?.replaceAll('/', ' ')} ${hours}`);
  return Number.isNaN(milliseconds) ? undefined : new Date(milliseconds).toISOString().replace('.000Z', 'Z');
}
