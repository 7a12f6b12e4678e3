import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedS3, type EmbeddedS3 } from '#embedded-s3';
import corsRule from '../../../infra/terraform/modules/tenant/cors-rule.json' with { type: 'json' };
import { startApi } from '../../api/src/app/api.js';
import { stopOnSignals } from '../../api/src/app/signals.js';
import { readTracing } from '../../api/src/platform/tracing/tracing-options.js';
import { banner } from './banner.js';
import { prepareDataDir, unusableDataDir } from './data-dir.js';
import { DemoIssuer } from './demo-issuer.js';
import { REGION, demoTenantFile, demoTenants, type DemoTenant } from './demo-tenants.js';
import { OptionError, readOptions, type LocalOptions } from './options.js';
import { stopWithParent } from './parent.js';
import { writeReadyFile, type Ready } from './ready-file.js';
import { newSealingKeys } from './sealing-keys.js';
import { shortLines } from './short-lines.js';
import { startErrorText } from './start-error.js';
import { serveTry } from './try/serve-try.js';

/**
 * Starts everything on this machine: the API as in production, an embedded S3, an issuer of tokens, and two demo
 * tenants.
 */
async function start(options: LocalOptions): Promise<void> {
  prepareDataDir(options.dataDir);
  const folder = mkdtempSync(join(tmpdir(), 'tenant-presign-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string) => join(folder, name);

  const tenants = demoTenants();
  const [issuer, s3] = await Promise.all([DemoIssuer.create(), startS3(options, tenants)]);
  await Promise.all([
    writeFile(file('jwks.json'), JSON.stringify(issuer.jwks)),
    writeFile(file('tenants.yaml'), demoTenantFile(tenants, s3.endpoint, file('jwks.json')), { mode: 0o600 }),
    writeFile(file('sealing-keys.json'), newSealingKeys(), { mode: 0o600 }),
  ]);
  const environment = {
    tenantsFile: file('tenants.yaml'),
    sealingKeysFile: file('sealing-keys.json'),
    host: options.host,
    port: options.port,
    managementHost: options.host,
    managementPort: options.managementPort,
    logFd: 2,
    rewriteLog: process.stderr.isTTY ? shortLines : undefined,
    tracing: readTracing(process.env, []),
  };
  const api = await startApi(environment, Date.now, (server) => serveTry(server, s3.endpoint));
  s3.putCors([{ ...corsRule, AllowedOrigins: ownOrigins(api.url) }]);
  const stop = async () => {
    await Promise.allSettled([api.stop(), s3.close()]);
  };
  stopOnSignals(stop);
  stopWithParent(stop);

  const token = await issuer.token(...tenants.map(({ id }) => id));
  const ready: Ready = {
    url: api.url,
    docs: `${api.url}/docs`,
    try: `${api.url}/try#${token}`,
    management: api.managementUrl,
    s3: s3.endpoint,
    pid: process.pid,
    tenants: Object.fromEntries(
      await Promise.all(
        tenants.map(async ({ id, bucket }) => [id, { token: await issuer.token(id), bucket }] as const),
      ),
    ),
  };
  if (options.readyFile !== undefined) await writeReadyFile(options.readyFile, ready);
  process.stdout.write(banner(ready, { tenant: tenants[0].id, token, dataDir: options.dataDir }));
}

/** Starts the embedded S3. @throws Error for a port that can't be opened, or a folder whose contents can't be read */
async function startS3(options: LocalOptions, tenants: readonly DemoTenant[]): Promise<EmbeddedS3> {
  const { dataDir } = options;
  try {
    return await startEmbeddedS3({
      port: options.s3Port,
      host: options.host,
      region: REGION,
      buckets: tenants.map(({ bucket, credentials }) => ({ name: bucket, credentials: [credentials] })),
      ...(dataDir !== undefined && { dataDir }),
    });
  } catch (error) {
    const isPort = (error as NodeJS.ErrnoException).syscall === 'listen';
    throw dataDir === undefined || isPort ? error : unusableDataDir(dataDir, error);
  }
}

/** Returns the origins of a server on this machine. Browsers use either of its two names. */
const ownOrigins = (url: string): string[] => [url, url.replace('127.0.0.1', 'localhost')];

/** Prints one line on standard error and ends the process. */
function fail(message: string, exitCode: number): never {
  process.stderr.write(`${message}\n`);
  process.exit(exitCode);
}

try {
  const options = readOptions(process.argv.slice(2), process.env);
  await start(options).catch((error: unknown) => fail(startErrorText(error, options), 1));
} catch (error) {
  if (!(error instanceof OptionError)) throw error;
  fail(error.message, 2);
}
