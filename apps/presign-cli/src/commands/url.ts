import { parseArgs } from 'node:util';
import { UsageError, type Command } from '../command.js';
import { clientOf } from '../configuration.js';
import { ExitCode } from '../exit-code.js';
import { jsonLine } from '../output/json-line.js';
import { parseOnlyRemote } from '../paths/location.js';

const OPERATIONS = ['download', 'head', 'delete'] as const;

export const url: Command = {
  name: 'url',
  summary: 'print a signed URL',
  usage: 'TENANT:/KEY [--operation download|head|delete] [--expires-in SECONDS] [--json]',
  help: `Prints a signed URL that another program can use without a token until it expires.

  --operation NAME      what the URL does: download (default), head or delete
  --expires-in SECONDS  how long the URL is valid; default: the tenant's default
  --json                prints URL, method and headers

Examples:
  curl -O "$(presign url team-a:/films/holiday.mp4 --expires-in 600)"
`,
  options: ['--operation', '--expires-in', '--json'],
  run: async (args, context) => {
    const { env, out, signal } = context;
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { operation: { type: 'string' }, 'expires-in': { type: 'string' }, json: { type: 'boolean' } },
    });
    const { tenant, key } = parseOnlyRemote(positionals, env);
    const operation = OPERATIONS.find((each) => each === (values.operation ?? 'download'));
    if (!operation) throw new UsageError(`--operation must be one of ${OPERATIONS.join(', ')}.`);
    const expiresIn = values['expires-in'] === undefined ? undefined : Number(values['expires-in']);
    if (expiresIn !== undefined && !(Number.isInteger(expiresIn) && expiresIn > 0)) {
      throw new UsageError('--expires-in must be a whole number of seconds.');
    }
    const signed = await clientOf(context, tenant).url(operation, key, expiresIn, signal);
    out(values.json ? jsonLine(signed) : `${signed.url}\n`);
    return ExitCode.done;
  },
};
