import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv, promisify } from 'node:util';
import type { AwsCredentialIdentity } from '@aws-sdk/types';

const script = (name: string) => join(import.meta.dirname, '../../peers/radosgw', name);

/** The number of bytes in a GiB. */
export const GIB = 1024 ** 3;

/** The shortest length of a session, in seconds. AWS's is 900. */
export const SHORTEST_SESSION = 2;

export interface RadosgwUser {
  readonly arn: string;
  readonly credentials: AwsCredentialIdentity;
}

/** Ceph's radosgw (S3, STS, IAM). One process starts it, and others may use it too: `where` is plain data. */
export class Radosgw {
  constructor(readonly where: { readonly endpoint: string; readonly dir: string }) {}

  /**
   * Starts radosgw in a temporary folder. It ends with this process, even if this process crashes.
   *
   * @param capacity the memory for objects in bytes. That of removed objects is not used again.
   */
  static async start(capacity = GIB): Promise<Radosgw> {
    const dir = await mkdtemp(join(tmpdir(), 'presign-radosgw-'));
    const { RADOSGW_ENDPOINT: endpoint = '' } = await run(
      'up.sh',
      ['--dir', dir],
      ['--set', `rgw_sts_min_session_duration=${SHORTEST_SESSION}`],
      ['--watch', String(process.pid), '--capacity', String(capacity)],
    );
    return new Radosgw({ endpoint, dir });
  }

  get endpoint(): string {
    return this.where.endpoint;
  }

  /**
   * Makes a user.
   *
   * @param account the Ceph tenant of the user: with 12 digits, it looks like an AWS account; `undefined` for none
   */
  async createUser(account: string | undefined, name: string): Promise<RadosgwUser> {
    const where = account === undefined ? [] : ['--account', account];
    const user = await run('user.sh', ['--dir', this.where.dir], where, [name]);
    return {
      arn: user['ARN']!,
      credentials: { accessKeyId: user['ACCESS_KEY_ID']!, secretAccessKey: user['SECRET_ACCESS_KEY']! },
    };
  }

  async stop(): Promise<void> {
    await run('down.sh', ['--dir', this.where.dir]);
  }
}

async function run(name: string, ...options: string[][]): Promise<NodeJS.Dict<string>> {
  try {
    const { stdout } = await promisify(execFile)(script(name), options.flat());
    return parseEnv(stdout);
  } catch (cause) {
    const { stderr, message } = cause as Error & { stderr?: string };
    throw new Error(`radosgw's ${name}: ${stderr || message}`, { cause });
  }
}
