import { parseArgs } from 'node:util';
import type { PresignClient } from '#client';
import { UsageError, type Command } from '../command.js';
import { clientOf } from '../configuration.js';
import { Reporter } from '../output/reporter.js';
import { isWanted, requireRecursion } from '../paths/filter.js';
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
  changes: true,
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
    requireRecursion(values);
    const { recursive = false, include = [], exclude = [] } = values;
    // All arguments are parsed before the first object is removed.
    const removals = (positionals.length > 0 ? positionals : [undefined]).map((text) => {
      const { tenant, key } = parseRemovable(text, recursive, context.env);
      return { client: clientOf(context, tenant), tenant, key };
    });
    const reporter = new Reporter(context, values.json ?? false);
    for (const { client, tenant, key } of removals) {
      const objects = recursive
        ? below(client, key, (name) => isWanted(name, include, exclude), context.signal)
        : [key];
      const { failed } = await client.remove(objects, {
        signal: context.signal,
        onRemoved: (object) => reporter.done({ operation: 'remove', source: remoteText(tenant, object.key) }),
      });
      for (const { key: each, error } of failed) reporter.failed(remoteText(tenant, each), error);
    }
    return reporter.exitCode;
  },
};

/** Parses the location of an object, or with `-r` of a prefix. @throws UsageError */
function parseRemovable(text: string | undefined, isRecursive: boolean, env: NodeJS.ProcessEnv) {
  const location = parseRemote(text, env);
  const isPrefix = location.key === '' || location.key.endsWith('/');
  if (isPrefix && !isRecursive) throw new UsageError(`${text} is a prefix. Add -r to remove all below it.`);
  if (!isPrefix && isRecursive) throw new UsageError(`With -r, the key must end in /: ${text}/`);
  return location;
}

async function* below(
  client: PresignClient,
  prefix: string,
  isIncluded: (name: string) => boolean,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const options = { ...(prefix !== '' && { prefix }), signal };
  for await (const { key } of client.list(options)) if (isIncluded(key.slice(prefix.length))) yield key;
}
