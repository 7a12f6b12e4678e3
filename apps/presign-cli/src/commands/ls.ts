import { parseArgs } from 'node:util';
import type { Command } from '../command.js';
import { clientOf } from '../configuration.js';
import { ExitCode } from '../exit-code.js';
import { escapeText } from '../output/escape.js';
import { jsonLine } from '../output/json-line.js';
import { parseOnlyRemote } from '../paths/location.js';

export const ls: Command = {
  name: 'ls',
  summary: 'list objects',
  usage: 'TENANT:/[PREFIX] [--json] [--versions]',
  help: `Lists objects under the prefixes that your grants allow, with size and time.

  --json      prints each object as a line of JSON
  --versions  every version and delete marker

Examples:
  presign ls team-a:/
  presign ls team-a:/films/ --json | jq -r .key
`,
  options: ['--json', '--versions'],
  run: async (args, context) => {
    const { env, out, signal } = context;
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean' }, versions: { type: 'boolean' } },
    });
    const { tenant, key } = parseOnlyRemote(positionals, env);
    const prefix = key === '' ? {} : { prefix: key };
    for await (const item of clientOf(context, tenant).list({
      ...prefix,
      versions: values.versions ?? false,
      signal,
    })) {
      if (values.json) out(jsonLine(item));
      else out(`${item.lastModified}  ${String(item.size ?? '').padStart(14)}  ${escapeText(item.key)}\n`);
    }
    return ExitCode.done;
  },
};
