import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { AccountB } from '../../support/clients/account-b.js';
import type { Deployable } from './world.js';

const ISSUER = {
  name: 'platform',
  issuer: 'https://idp.example',
  audience: 'tenant-presign/test',
  tenants: '/tenants',
};

export interface Revoked {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `npm run tenant:revoke` as the administrator of an account does. */
export async function tenantRevoke(
  { entry }: Pick<Deployable, 'entry'>,
  account: AccountB,
  ...options: string[]
): Promise<Revoked> {
  const folder = await mkdtemp(join(tmpdir(), 'revoke-'));
  const tenantsFile = join(folder, 'tenants.yaml');
  const tenants = [{ issuers: ['platform'], ...entry }];
  await writeFile(tenantsFile, stringify({ version: 1, issuers: [ISSUER], tenants }));
  const { accessKeyId, secretAccessKey } = account.administrator;
  const { endpoint } = account;
  const args = [
    'scripts/operator.mjs',
    'tenant:revoke',
    '--tenant',
    entry.id,
    '--tenants-file',
    tenantsFile,
    ...options,
  ];
  const env = {
    AWS_ENDPOINT_URL_IAM: endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  };
  try {
    return await new Promise((resolve) => {
      execFile(process.execPath, args, { env }, (error, out, err) => {
        resolve({ code: error === null ? 0 : Number(error.code), out, err });
      });
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}
