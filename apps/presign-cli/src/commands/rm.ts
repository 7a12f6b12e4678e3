import { parseArgs } from 'node:util';
import type { PresignClient } from '#client';
import { UsageError, type Command } from '../command.js';
import { clientOf } from '../configuration.js';
import { Reporter } from '../output/reporter.js';
import { isWanted } from '../paths/filter.js';
import { parseRemote, remoteText } from '../paths/location.js';

export const rm: Command = {
  name: 'rm',
  summary: 'remove objects',
  usage: 'TENANT:/KEY… [-r] [--include GLOB]… [--exclude GLOB]… [--json]',
  help: `Removes objects. In a versioned bucket they get a delete marker.

  -r              removes everything whose key begins with KEY, which ends in /
  --include GLOB  with -r: remove only objects that match; may be repeated
  --exclude GLOB  with -r: keep objects that match; may be repeated
  --json          prints each object as a line of JSON

Examples:
  presign rm team-a:/notes/today.txt
  presign rm -r team-a:/films/ --include '*.tmp'
`,
  options: ['-r', '--include', '--exclude', '--json'],
  run: async (args, context) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        recursive: { type: 'boolean', short: 'r' },
        include: { type: 'string', multiple: true },
        exclude: { type: 'string', multiple: true },
        json: { type: 'boolean' },
      },
    });
    const reporter = new Reporter(context, values.json ?? false);
    for (const text of positionals.length > 0 ? positionals : [undefined]) {
      const { tenant, key } = parseRemote(text, context.env);
      const isFolder = key === '' || key.endsWith('/');
      if (isFolder && !values.recursive)
        throw new UsageError(`${text} is a prefix. Add -r to remove all below it.`);
      if (!isFolder && values.recursive) throw new UsageError(`With -r, the key must end in /: ${text}/`);
      const client = clientOf(context.env, tenant);
      const { include = [], exclude = [] } = values;
      const objects = isFolder ? below(client, key, (name) => isWanted(name, include, exclude)) : [key];
      const { failed } = await client.remove(objects, {
        signal: context.signal,
        onRemoved: (object) => reporter.done({ operation: 'remove', source: remoteText(tenant, object.key) }),
      });
      for (const { key: each, error } of failed) reporter.failed(remoteText(tenant, each), error);
    }
    return reporter.exitCode;
  },
};

async function* below(
  client: PresignClient,
  prefix: string,
  isIncluded: (name: string) => boolean,
): AsyncGenerator<string> {
  const options = prefix === '' ? {} : { prefix };
  for await (const { key } of client.list(options)) if (isIncluded(key.slice(prefix.length))) yield key;
}
