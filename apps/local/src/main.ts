import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedS3 } from '#embedded-s3';
import corsRule from '../../../infra/terraform/modules/tenant/cors-rule.json' with { type: 'json' };
import { startApi } from '../../api/src/app/api.js';
import { stopOnSignals } from '../../api/src/app/signals.js';
import { readTracing } from '../../api/src/platform/tracing/tracing-options.js';
import { banner } from './banner.js';
import { DemoIssuer } from './demo-issuer.js';
import { REGION, demoTenantFile, demoTenants } from './demo-tenants.js';
import { HELP, readOptions, type LocalOptions } from './options.js';
import { stopWithParent } from './parent.js';
import { writeReadyFile, type Ready } from './ready-file.js';
import { newSealingKeys } from './sealing-keys.js';
import { serveTry } from './try/serve-try.js';

/** Everything on one machine: the API as in production, an S3 of its own, an issuer of tokens, two demo tenants. */
async function start(options: LocalOptions): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tenant-presign-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const file = (name: string) => join(folder, name);

  const tenants = demoTenants();
  const [issuer, s3] = await Promise.all([
    DemoIssuer.create(),
    startEmbeddedS3({
      port: options.s3Port,
      region: REGION,
      buckets: tenants.map(({ bucket, credentials }) => ({ name: bucket, credentials: [credentials] })),
      ...(options.dataDir !== undefined && { dataDir: options.dataDir }),
    }),
  ]);
  await Promise.all([
    writeFile(file('jwks.json'), JSON.stringify(issuer.jwks)),
    writeFile(file('tenants.yaml'), demoTenantFile(tenants, s3.endpoint, file('jwks.json')), { mode: 0o600 }),
    writeFile(file('sealing-keys.json'), newSealingKeys(), { mode: 0o600 }),
    writeFile(file('hello.txt'), 'hello from tenant-presign\n'),
  ]);
  const environment = {
    tenantsFile: file('tenants.yaml'),
    sealingKeysFile: file('sealing-keys.json'),
    host: '127.0.0.1',
    port: options.port,
    managementHost: '127.0.0.1',
    managementPort: options.managementPort,
    logFd: 2,
    tracing: readTracing(process.env, []),
  };
  const api = await startApi(environment, Date.now, (server) => serveTry(server, s3.endpoint));
  s3.putCors([{ ...corsRule, AllowedOrigins: ownOrigins(api.url) }]);
  const stop = async () => {
    await Promise.allSettled([api.stop(), s3.close()]);
  };
  stopOnSignals(stop);
  stopWithParent(stop);

  const ready: Ready = {
    url: api.url,
    docs: `${api.url}/docs`,
    try: `${api.url}/try#${await issuer.token(...tenants.map(({ id }) => id))}`,
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
  process.stdout.write(banner(ready, tenants[0].id, file('hello.txt')));
}

/** Browsers call this machine by either name. */
const ownOrigins = (url: string): string[] => [url, url.replace('127.0.0.1', 'localhost')];

try {
  const options = readOptions(process.argv.slice(2), process.env);
  if (options.help) process.stdout.write(HELP);
  else await start(options);
} catch (error) {
  const { code, message } = error as NodeJS.ErrnoException;
  const fix =
    code === 'EADDRINUSE'
      ? ' Another process has this port: set PORT, MANAGEMENT_PORT or S3_PORT (0 for any).'
      : '';
  process.stderr.write(`${message}${fix}\n`);
  process.exit(1);
}
