import { parseArgs } from 'node:util';
import { UsageError, type Command } from '../command.js';
import { clientOf } from '../configuration.js';
import type { ExitCode } from '../exit-code.js';
import { Reporter } from '../output/reporter.js';
import { parseLocation, remoteText, type Location } from '../paths/location.js';
import { downloadKey, downloadOutput } from '../transfers/download.js';
import type { Transfer } from '../transfers/transfer.js';
import { uploadInput, uploadPath } from '../transfers/upload.js';

const CHECKSUMS = ['auto', 'crc64nvme', 'sha256', 'none'] as const;

export const cp: Command = {
  name: 'cp',
  summary: 'upload, download or copy',
  usage: 'FILE|DIR|-|TENANT:/KEY FILE|DIR|-|TENANT:/KEY [OPTION]…',
  help: `Uploads a file, a folder (-r) or standard input (-); downloads an object, all below a prefix (-r), or to standard
output (-); or has the service copy an object within a tenant's bucket. Paths are local unless they are TENANT:/KEY; a
local path that looks like one is written ./PATH. To continue an interrupted upload, run the same command again.

  -r                  copy everything below a folder or a prefix
  --include GLOB      with -r: only files that match; may be repeated
  --exclude GLOB      with -r: no files that match; may be repeated
  --parallel N        the largest number of requests at once (default: 64)
  --if-none-match     upload only if no object has the key
  --content-type TYPE the media type of what is uploaded
  --checksum NAME     auto, crc64nvme, sha256 or none
  --require-verified  fail if no checksum verifies that the bytes arrived unchanged
  --no-resume         begin uploads from the start, and store no state to continue them
  --json              print each file as a line of JSON

Examples:
  presign cp film.mp4 team-a:/films/
  presign cp -r photos team-a:/photos/ --exclude '*.tmp'
  presign cp -r team-a:/photos/ photos
  pg_dump app | presign cp - team-a:/dumps/app.sql
`,
  options: [
    '-r',
    '--include',
    '--exclude',
    '--parallel',
    '--if-none-match',
    '--content-type',
    '--checksum',
    '--require-verified',
    '--no-resume',
    '--json',
  ],
  run: async (args, context): Promise<ExitCode> => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        recursive: { type: 'boolean', short: 'r' },
        include: { type: 'string', multiple: true },
        exclude: { type: 'string', multiple: true },
        parallel: { type: 'string' },
        'if-none-match': { type: 'boolean' },
        'content-type': { type: 'string' },
        checksum: { type: 'string' },
        'require-verified': { type: 'boolean' },
        'no-resume': { type: 'boolean' },
        json: { type: 'boolean' },
      },
    });
    const [source, target] = placesOf(positionals, context.env);
    const remote = source.kind === 'remote' ? source : target;
    if (remote.kind !== 'remote') throw new UsageError('The source or the target must be TENANT:/KEY.');
    const checksum = CHECKSUMS.find((each) => each === (values.checksum ?? 'auto'));
    if (!checksum) throw new UsageError(`--checksum must be one of ${CHECKSUMS.join(', ')}.`);
    const parallel = values.parallel === undefined ? {} : { parallel: atOnce(values.parallel) };
    const reporter = new Reporter(context, values.json ?? false);
    const transfer: Transfer = {
      client: clientOf(context.env, remote.tenant, parallel),
      tenant: remote.tenant,
      context,
      reporter,
      options: {
        isRecursive: values.recursive ?? false,
        include: values.include ?? [],
        exclude: values.exclude ?? [],
        upload: {
          checksum,
          requireVerified: values['require-verified'] ?? false,
          resume: !values['no-resume'],
          ...(values['content-type'] !== undefined && { contentType: values['content-type'] }),
          ...(values['if-none-match'] && { ifNoneMatch: '*' as const }),
        },
      },
    };
    await transferBetween(transfer, source, target);
    return reporter.exitCode;
  },
};

function placesOf(texts: readonly string[], env: NodeJS.ProcessEnv): readonly [Location, Location] {
  const [source, target, ...more] = texts.map((text) => parseLocation(text, env));
  if (!source || !target || more.length > 0) throw new UsageError('Give a source and a target.');
  return [source, target];
}

function atOnce(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 256) return number;
  throw new UsageError('--parallel must be a whole number from 1 to 256.');
}

async function transferBetween(transfer: Transfer, source: Location, target: Location): Promise<void> {
  if (source.kind === 'remote') {
    if (target.kind === 'remote') return copy(transfer, source.key, target);
    if (target.kind === 'stdio') return downloadOutput(transfer, source.key);
    return downloadKey(transfer, source.key, target.path);
  }
  const { key } = target as Location & { kind: 'remote' };
  if (source.kind === 'stdio') return uploadInput(transfer, key);
  return uploadPath(transfer, source.path, key);
}

async function copy(
  { client, tenant, reporter, context, options }: Transfer,
  from: string,
  to: Location & { kind: 'remote' },
): Promise<void> {
  if (to.tenant !== tenant) throw new UsageError('Objects are copied within one tenant’s bucket.');
  if (options.isRecursive) throw new UsageError('Objects are copied one at a time, without -r.');
  await client.copy(from, to.key, { signal: context.signal });
  reporter.done({ operation: 'copy', source: remoteText(tenant, from), target: remoteText(tenant, to.key) });
}
