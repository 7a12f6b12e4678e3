import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { TestIssuer } from './issuer.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const READY_TIMEOUT = 60_000;

/** A module for the process: it ends when its standard input does, which is when the tests have ended, however they did. */
const WITH_ITS_PARENT =
  'data:text/javascript,' +
  encodeURIComponent("process.stdin.on('end', () => process.kill(process.pid, 'SIGKILL')).resume().unref();");

/** What `npm run start:prod` runs, as a process of its own, on free ports, with an issuer of tokens. */
export interface ProdProcess {
  readonly url: string;
  readonly managementUrl: string;
  readonly issuer: TestIssuer;
  readonly child: ChildProcess;
  /** All that it has printed. */
  output(): string;
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface ProdOptions {
  /** In the stead of the environment of the tests. */
  readonly env?: NodeJS.ProcessEnv;
  /** Of Node. */
  readonly execArgv?: readonly string[];
  /** Of the issuer. */
  readonly clock?: () => number;
}

/** @param tenants of the tenant file; their issuer is `platform` */
export async function startProdProcess(
  tenants: readonly object[],
  { env = process.env, execArgv = [], clock = Date.now }: ProdOptions = {},
): Promise<ProdProcess> {
  const folder = await mkdtemp(join(tmpdir(), 'tenant-presign-prod-'));
  const issuer = await TestIssuer.create({
    issuer: 'https://idp.example',
    audience: 'tenant-presign/test',
    clock,
  });
  const jwksFile = join(folder, 'jwks.json');
  const tenantsFile = join(folder, 'tenants.yaml');
  await writeFile(jwksFile, JSON.stringify(issuer.jwks));
  const { issuer: iss, audience } = issuer.options;
  const issuers = [{ name: 'platform', issuer: iss, audience, jwksFile, tenants: '/tenants' }];
  await writeFile(tenantsFile, stringify({ version: 1, issuers, tenants }, { aliasDuplicateObjects: false }));

  const child = spawn(
    process.execPath,
    ['--import', WITH_ITS_PARENT, ...execArgv, 'scripts/start-prod.mjs'],
    {
      cwd: ROOT,
      env: { ...env, TENANTS_FILE: tenantsFile, HOST: '127.0.0.1', PORT: '0', MANAGEMENT_PORT: '0' },
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const gone = new Promise<number | null>((resolve) => {
    child.on('close', (code) => void rm(folder, { recursive: true, force: true }).then(() => resolve(code)));
  });
  const { url, managementUrl } = await listening(child, () => output);
  return {
    url,
    managementUrl,
    issuer,
    child,
    output: () => output,
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return gone;
    },
  };
}

/** The line in which it says where it answers. */
async function listening(
  child: ChildProcess,
  output: () => string,
): Promise<{ url: string; managementUrl: string }> {
  for (const deadline = Date.now() + READY_TIMEOUT; Date.now() < deadline;) {
    const line = output()
      .split('\n')
      .find((each) => each.includes('"msg":"listening"'));
    if (line !== undefined) return JSON.parse(line) as { url: string; managementUrl: string };
    if (child.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  child.kill('SIGKILL');
  throw new Error(`not listening:\n${output()}`);
}
