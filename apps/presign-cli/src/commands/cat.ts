import { parseArgs } from 'node:util';
import type { Command } from '../command.js';
import { clientOf } from '../configuration.js';
import { ExitCode } from '../exit-code.js';
import { parseRemote } from '../paths/location.js';

export const cat: Command = {
  name: 'cat',
  summary: 'print an object',
  usage: 'TENANT:/KEY…',
  help: `Prints objects to standard output, one after the other.

Examples:
  presign cat team-a:/notes/today.txt
  presign cat team-a:/dump.sql.gz | gunzip | psql
`,
  options: [],
  run: async (args, context) => {
    const { env, stdout, signal } = context;
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
    // All arguments are parsed before the first object is printed.
    const objects = (positionals.length > 0 ? positionals : [undefined]).map((text) =>
      parseRemote(text, env),
    );
    for (const { tenant, key } of objects) {
      await clientOf(context, tenant).downloadTo(key, stdout, { signal });
    }
    return ExitCode.done;
  },
};
