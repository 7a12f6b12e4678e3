import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { startEmbeddedS3 } from '#embedded-s3';
import type { SigningAnswer } from '../../../apps/api/src/signing/signing.response.js';
import { TestIssuer } from '../fakes/issuer.js';
import { JwksServer } from '../fakes/jwks-server.js';
import { CREDENTIALS, InProcessApi } from '../processes/in-process-api.js';
import { codeBlocks } from './code-blocks.js';

/** The address to which the pages forward the Service. */
const FORWARDED = 'http://127.0.0.1:3000';

/**
 * A substitute for the pages' `kubectl`. It makes a token, and does nothing to forward a port, which is not needed
 * here.
 */
const KUBECTL = '#!/bin/sh\ncase "$*" in *" create token "*) printf %s "$PAGE_TOKEN";; esac\n';

/** The tenant file of an overlay. */
interface TenantFile {
  readonly issuers: readonly { readonly audience: string }[];
  readonly tenants: readonly { readonly id: string; readonly bucket: string; readonly account: string }[];
}

/** The result of a page's commands. */
export interface FirstSignedUrl {
  readonly printed: string;
  /** The header fields that were sent, one on each line. */
  readonly headers: string;
  readonly upload: SigningAnswer;
}

/**
 * Runs the block of a page that signs a first URL. It runs in a shell, against the API with this tenant file and an S3
 * that verifies every signed header. Only credentials, the issuer's URL and the S3's URL are replaced by those of this
 * machine.
 *
 * @param page a path below docs
 * @param tenantFile the text of an overlay's tenants.yaml
 * @param use called while the S3 is running
 * @throws Error with the output of the commands if one fails
 */
export async function firstSignedUrl(
  page: string,
  tenantFile: string,
  use: (made: FirstSignedUrl) => Promise<void>,
): Promise<void> {
  const { issuers, tenants } = parse(tenantFile) as TenantFile;
  const [{ id, bucket, account }] = tenants as [TenantFile['tenants'][number]];
  await using stack = new AsyncDisposableStack();
  const s3 = await startEmbeddedS3({
    region: 'eu-west-1',
    buckets: [{ name: bucket, account, credentials: [CREDENTIALS] }],
  });
  stack.defer(() => s3.close());
  const jwks = stack.use(await JwksServer.start());
  const issuer = await TestIssuer.create({ issuer: jwks.url, audience: issuers[0]!.audience });
  jwks.publishProvider(issuer.jwks);
  const here = {
    endpoint: s3.endpoint,
    forcePathStyle: true,
    credentials: { type: 'static', ...CREDENTIALS },
  };
  const api = stack.use(
    await InProcessApi.start(
      {
        issuers: issuers.map((each) => ({ ...each, issuer: jwks.url })),
        tenants: tenants.map((each) => ({ ...each, ...here })),
      },
      Date.now,
    ),
  );
  const folder = await mkdtemp(join(tmpdir(), 'first-signed-url-'));
  stack.defer(() => rm(folder, { recursive: true }));
  await writeFile(join(folder, 'kubectl'), KUBECTL, { mode: 0o755 });
  const token = await issuer.token({ 'kubernetes.io': { namespace: id } });
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', commands(page, api.url)], {
    cwd: folder,
    env: {
      ...process.env,
      PATH: [folder, dirname(process.execPath), process.env['PATH']].join(delimiter),
      PAGE_TOKEN: token,
    },
  });
  const file = (name: string) => readFile(join(folder, name), 'utf8');
  const upload = JSON.parse(await file('upload.json')) as SigningAnswer;
  await use({ printed: stdout, headers: await file('headers'), upload });
}

/** Returns the commands of a page. @param url the URL of the API */
function commands(page: string, url: string): string {
  const block = codeBlocks(page).find(({ language, code }) => language === 'sh' && code.includes(FORWARDED));
  if (!block) throw new Error(`docs/${page} has no block that calls ${FORWARDED}`);
  return block.code.replaceAll(FORWARDED, url);
}
