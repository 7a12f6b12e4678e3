import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { UsageError, type Command } from '../command.js';
import { clientOf } from '../configuration.js';
import { ExitCode } from '../exit-code.js';
import { escapeText } from '../output/escape.js';
import { jsonLine } from '../output/json-line.js';

export const explain: Command = {
  name: 'explain',
  summary: 'say why a URL fails',
  usage: 'URL [--tenant TENANT] [--response FILE|-] [--json]',
  help: `Asks the service why a signed URL fails. The URL is not used.

  --tenant TENANT    the tenant whose bucket the URL is for; default: PRESIGN_TENANT
  --response FILE|-  S3's error answer in XML, which shows what was changed
  --json             prints the answer as JSON

Examples:
  curl -s "$URL" | presign explain "$URL" --response -
`,
  options: ['--tenant', '--response', '--json'],
  run: async (args, context) => {
    const { env, stdin, out, signal } = context;
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { tenant: { type: 'string' }, response: { type: 'string' }, json: { type: 'boolean' } },
    });
    const [url, ...more] = positionals;
    const tenant = values.tenant ?? env['PRESIGN_TENANT'];
    if (url === undefined || more.length > 0) throw new UsageError('Give one URL, which does not work.');
    if (!tenant) throw new UsageError('Give --tenant, or set PRESIGN_TENANT.');
    const { response } = values;
    const answer =
      response === undefined
        ? undefined
        : await (response === '-' ? text(stdin) : readFile(response, { encoding: 'utf8', signal }));
    const explanation = await clientOf(context, tenant).explain(
      { url, ...(answer !== undefined && { response: answer }) },
      signal,
    );
    out(values.json ? jsonLine(explanation) : `${explanation.verdict}: ${escapeText(explanation.detail)}\n`);
    return ExitCode.done;
  },
};
