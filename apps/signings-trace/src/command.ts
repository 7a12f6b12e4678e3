import { parseArgs } from 'node:util';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { logFiles } from './log-files.js';
import { trace, type Trace, type Use } from './trace.js';

const HELP = `Usage: npm run signings:trace -- ID --audit FILE [OPTION]…

Who signed what, and what came of it: finds a signing by its signingId in the API's log, and its uses in S3's.

  --audit FILE       the API's log (JSON lines)
  --access-log FILE  S3's server access log
  --cloudtrail FILE  CloudTrail's data events
  --json             one JSON object instead of text

Each may be given again, and may be a folder; .gz is unpacked, - is standard input. Neither signatures nor tokens are
printed. Forms leave no id in S3's log: find them by key and session.

Exit code 0: found; 1: no such signing in what was read; 2: a call that can't be understood, a file that can't be read.
`;
const ID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

export interface Terminal {
  readonly stdin: Readable;
  /** What relative paths are relative to. */
  readonly from: string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

/** @returns the exit code */
export async function traceCommand(
  args: readonly string[],
  { stdin, from, out, err }: Terminal,
): Promise<number> {
  const options = readOptions(args);
  if (options === undefined) {
    out(HELP);
    return 0;
  }
  if (typeof options === 'string') {
    err(`${options}\n\n${HELP}`);
    return 2;
  }
  const open = (paths: readonly string[]) =>
    logFiles(
      paths.map((path) => (path === '-' ? path : resolve(from, path))),
      stdin,
      (message) => err(`${message}\n`),
    );
  let found: Trace;
  try {
    found = await trace(options.id, {
      audit: await open(options.audit),
      accessLog: await open(options.accessLog),
      cloudTrail: await open(options.cloudTrail),
    });
  } catch (error) {
    err(`${(error as Error).message}\n`);
    return 2;
  }
  out(options.json ? `${JSON.stringify(found)}\n` : described(options.id, found));
  return found.signing ? 0 : 1;
}

function readOptions(args: readonly string[]) {
  const files = { type: 'string', multiple: true, default: [] as string[] } as const;
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        audit: files,
        'access-log': files,
        cloudtrail: files,
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help) return undefined;
    const [id = '', ...more] = positionals;
    if (more.length > 0 || !ID.test(id)) return 'Give one ID: a signingId, as 01M87TF0W3Q1T9Z0XJ9D6J2N4C.';
    if (values.audit.length === 0) return '--audit is missing: the log of the API.';
    const { audit, 'access-log': accessLog, cloudtrail: cloudTrail, json } = values;
    if ([...audit, ...accessLog, ...cloudTrail].filter((path) => path === '-').length > 1)
      return '- is standard input, which can be read once.';
    return { id, audit, accessLog, cloudTrail, json };
  } catch (error) {
    return (error as Error).message;
  }
}

function described(id: string, { signing, sessionName, uses }: Trace): string {
  const who = signing
    ? [
        `${id}: ${signing.action} (${signing.method}) of ${signing.bucket}/${signing.key}`,
        `  signed   ${signing.time} until ${signing.expiresAt} (limited by ${signing.limitedBy})`,
        `  for      ${signing.subject} of ${signing.issuer}, tenant ${signing.tenant}, request ${signing.requestId}`,
        `  session  ${signing.accessKeyId}${sessionName === undefined ? '' : `, ${sessionName}`}`,
      ]
    : [`${id}: no such signing`];
  const used = uses.length === 0 ? ['  uses     none found'] : uses.map(describedUse);
  return printable([...who, ...used].join('\n'));
}

function describedUse({
  time,
  ip,
  operation,
  status,
  error,
  bytesSent,
  objectBytes,
  certain,
  source,
}: Use): string {
  const result = [status, error].filter((each) => each !== undefined).join(' ') || 'done';
  const size = objectBytes === undefined ? '' : ` of ${objectBytes}`;
  const doubt = certain
    ? ''
    : source === 'cloudtrail'
      ? ', by session, key and time'
      : ', not signed with this session';
  return `  used     ${time} from ${ip}: ${operation} ${result}, ${bytesSent} bytes sent${size}${doubt}`;
}

/** What others wrote into logs must not steer a terminal. */
const printable = (text: string): string => `${text.replace(/[^\P{Cc}\n]/gu, '�')}\n`;
