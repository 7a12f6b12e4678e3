import type { Command } from '../command.js';
import { clientOf } from '../configuration.js';
import { Reporter } from '../output/reporter.js';
import { copyKey } from '../transfers/copy.js';
import { downloadKey, downloadOutput } from '../transfers/download.js';
import type { Transfer } from '../transfers/transfer.js';
import { uploadInput, uploadPath } from '../transfers/upload.js';
import { parseCpArguments, type Route } from './cp-arguments.js';

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
  --if-none-match     uploads: only if no object has the key
  --content-type TYPE uploads and copies: the media type of the new object
  --checksum NAME     uploads and downloads: auto, crc64nvme, sha256 or none
  --require-verified  uploads and downloads: fail if no checksum verifies that the bytes arrived unchanged
  --no-resume         uploads: begin from the start, and store no state to continue
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
  changes: true,
  run: async (args, context) => {
    const { route, options, parallel, isJson } = parseCpArguments(args, context.env);
    const { tenant } = route.direction === 'upload' ? route.target : route.source;
    const reporter = new Reporter(context, isJson);
    const client = clientOf(context, tenant, { parallel });
    await transferAlong(route, { client, tenant, context, reporter, options });
    return reporter.exitCode;
  },
};

function transferAlong({ direction, source, target }: Route, transfer: Transfer): Promise<void> {
  if (direction === 'copy') return copyKey(transfer, source.key, target.key);
  if (direction === 'download') {
    if (target.kind === 'stdio') return downloadOutput(transfer, source.key);
    return downloadKey(transfer, source.key, target.path);
  }
  if (source.kind === 'stdio') return uploadInput(transfer, target.key);
  return uploadPath(transfer, source.path, target.key);
}
