import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { TestIssuer } from '../fakes/issuer.js';
import { spawnProd, type SpawnedProd } from './spawn-prod.js';

/** The API in a process of its own, as in production, and the issuer whose tokens it accepts. */
export interface ProdProcess extends SpawnedProd {
  readonly issuer: TestIssuer;
  /** Returns everything that the process has printed. */
  output(): string;
}

export interface ProdOptions {
  /** The environment of the process, instead of the tests' environment. */
  readonly env?: NodeJS.ProcessEnv;
  /** The arguments for Node. */
  readonly execArgv?: readonly string[];
  /** The clock of the issuer. */
  readonly clock?: () => number;
}

/** Starts the process. @param tenants the tenants of the tenant file; their issuer is `platform` */
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

  let output = '';
  const prod = await spawnProd({
    env: { ...env, TENANTS_FILE: tenantsFile },
    execArgv,
    onLine: (line) => (output += `${line}\n`),
  });
  prod.child.on('close', () => void rm(folder, { recursive: true, force: true }));
  return { ...prod, issuer, output: () => output };
}
