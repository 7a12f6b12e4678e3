import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { ServerProcess } from '../load/server-process.ts';
import { apiCommand } from '../servers/subjects.ts';
import { AUDIENCE, ISSUER } from '../world/issuer.ts';
import { World } from '../world/world.ts';

const peer = (path: string) => fileURLToPath(new URL(`../../test/peers/${path}`, import.meta.url));
const sh = (script: string, ...args: string[]): string =>
  execFileSync('bash', [peer(script), ...args], { encoding: 'utf8' });
const valueOf = (lines: string, name: string): string => new RegExp(`^${name}=(.*)$`, 'm').exec(lines)![1]!;

export const BUCKET = 'bench-files';
const REGION = 'us-east-1';

/** The size of the storage in bytes. It must hold two large files, of which one is replaced, and their parts. */
const CAPACITY = 6 * 1024 ** 3;

/** radosgw, an API in front of it, and the environments of the programs that are compared. */
export interface TransferWorld {
  readonly folder: string;
  readonly endpoint: string;
  readonly ours: NodeJS.ProcessEnv;
  readonly rivals: NodeJS.ProcessEnv;
  /** The folder with the other programs. */
  readonly programs: string;
  /** Frees the space of replaced objects. radosgw itself does this later, or never if no space is left. */
  readonly collect: () => void;
  readonly stop: () => Promise<void>;
}

/** Starts everything in a folder that is removed at the end. */
export async function startTransferWorld(): Promise<TransferWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'presign-transfers-'));
  const radosgw = join(folder, 'radosgw');
  const endpoint = valueOf(
    sh('radosgw/up.sh', '--dir', radosgw, '--capacity', String(CAPACITY), '--watch', String(process.pid)),
    'RADOSGW_ENDPOINT',
  );
  const user = sh('radosgw/user.sh', '--dir', radosgw, 'bench');
  const credentials = {
    accessKeyId: valueOf(user, 'ACCESS_KEY_ID'),
    secretAccessKey: valueOf(user, 'SECRET_ACCESS_KEY'),
  };
  const sdk = new S3Client({
    endpoint,
    region: REGION,
    forcePathStyle: true,
    credentials: { ...credentials },
  });
  await sdk.send(new CreateBucketCommand({ Bucket: BUCKET }));

  const world = await World.create();
  const k = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url');
  const tenants = world.file(
    'transfers.json',
    JSON.stringify({
      version: 1,
      issuers: [
        { name: 'bench', issuer: ISSUER, audience: AUDIENCE, jwksFile: world.jwksFile, tenants: '/tenants' },
      ],
      tenants: [
        {
          id: 'team-a',
          issuers: ['bench'],
          bucket: BUCKET,
          region: REGION,
          endpoint,
          forcePathStyle: true,
          credentials: { type: 'static', ...credentials },
          grants: [{ actions: ['upload', 'download', 'delete', 'list'], prefixes: [''] }],
        },
      ],
    }),
  );
  const keys = world.file(
    'sealing.json',
    JSON.stringify({ keys: [{ kty: 'oct', kid: 'bench', alg: 'A256GCM', use: 'enc', k }] }),
  );
  const command = apiCommand(tenants);
  const api = await ServerProcess.start({ ...command, env: { ...command.env, SEALING_KEYS_FILE: keys } });
  const token = world.file('token', await world.issuer.token(['team-a']));
  const { PATH } = process.env;
  return {
    folder,
    endpoint,
    ours: {
      PATH,
      PRESIGN_API: `http://127.0.0.1:${api.port}`,
      PRESIGN_TENANT: 'team-a',
      PRESIGN_TOKEN_FILE: token,
      XDG_STATE_HOME: join(folder, 'state'),
    },
    rivals: {
      PATH,
      HOME: folder,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
    },
    programs: sh('transfer-rivals/install.sh', '--print').trim(),
    collect: () =>
      void execFileSync('radosgw-admin', [
        ...['-c', join(radosgw, 'ceph.conf'), '-n', 'client.rgw'],
        ...['gc', 'process', '--include-all'],
      ]),
    stop: async () => {
      await api.stop();
      sh('radosgw/down.sh', '--dir', radosgw);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
