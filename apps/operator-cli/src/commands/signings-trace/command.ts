import { parseArgs } from 'node:util';
import { resolve } from 'node:path';
import { UsageError, type CliContext, type Command } from '../../command.js';
import { ExitCode } from '../../exit-code.js';
import { logFiles } from './log-files.js';
import { trace, type Trace } from './trace.js';
import { type Use } from './use.js';

const HELP = `Finds a signing by its signingId in the API's log, and the uses of its URL in the logs of S3. Shows who signed what, and who
used it.

  --audit FILE       the API's log (JSON lines)
  --access-log FILE  S3's server access log
  --cloudtrail FILE  CloudTrail's data events
  --json             print one JSON object instead of text

The options for files may be repeated, and may name a folder. Files that end in .gz are unpacked; - is standard input.
Neither signatures nor tokens are printed. S3's log has no signingId for forms: find them by key and session.
`;
const ID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

export const signingsTrace: Command = {
  name: 'signings:trace',
  summary: 'finds a signing and its uses in logs',
  usage: 'ID --audit FILE [OPTION]…',
  help: HELP,
  example: '01M87TF0W3Q1T9Z0XJ9D6J2N4C --audit api.log --access-log access.log',
  run: runTrace,
};

async function runTrace(args: readonly string[], { stdin, cwd, out, err }: CliContext): Promise<ExitCode> {
  const options = readOptions(args);
  const open = (paths: readonly string[]) =>
    logFiles(
      paths.map((path) => (path === '-' ? path : resolve(cwd, path))),
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
    return ExitCode.unusable;
  }
  out(options.json ? `${JSON.stringify(found)}\n` : described(options.id, found));
  return found.signing ? ExitCode.done : ExitCode.refused;
}

function readOptions(args: readonly string[]) {
  const files = { type: 'string', multiple: true, default: [] as string[] } as const;
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      audit: files,
      'access-log': files,
      cloudtrail: files,
      json: { type: 'boolean', default: false },
    },
  });
  const [id = '', ...more] = positionals;
  if (more.length > 0 || !ID.test(id))
    throw new UsageError('Give one ID: a signingId, such as 01M87TF0W3Q1T9Z0XJ9D6J2N4C.');
  if (values.audit.length === 0) throw new UsageError('--audit is missing: the log of the API.');
  const { audit, 'access-log': accessLog, cloudtrail: cloudTrail, json } = values;
  if ([...audit, ...accessLog, ...cloudTrail].filter((path) => path === '-').length > 1)
    throw new UsageError('- is standard input, which can be read only once; give it once.');
  return { id, audit, accessLog, cloudTrail, json };
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

/** Replaces control characters: text that others wrote into logs must not control the terminal. */
const printable = (text: string): string => `${text.replace(/[^\P{Cc}\n]/gu, '�')}\n`;
