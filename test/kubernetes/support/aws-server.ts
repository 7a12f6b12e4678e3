import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ClusterData } from './cluster.js';
import type { FoundCluster } from './find-cluster.js';

const RADOSGW = join(import.meta.dirname, '../../peers/radosgw');

/** The AWS of the cluster: radosgw's S3, STS and IAM, with TLS on an address that pods can reach. */
export interface AwsServer {
  /** The endpoint for pods. */
  readonly endpoint: string;
  /** The certificate authority of the endpoint, as PEM. */
  readonly authority: string;
  /** The radosgw for administrators on this machine. */
  readonly radosgw: { readonly endpoint: string; readonly dir: string };
  stop(): Promise<void>;
}

/**
 * Starts the server in a temporary folder. It stops with this process, even after a crash.
 *
 * @param where `address:port` of this machine, as pods reach it
 */
export async function startAwsServer(where: string): Promise<AwsServer> {
  const dir = await mkdtemp(join(tmpdir(), 'presign-radosgw-'));
  const keys = await mkdtemp(join(tmpdir(), 'presign-radosgw-keys-'));
  try {
    const [key, certificate] = await selfSigned(
      new URL(`https://${where}`).hostname.replace(/[[\]]/g, ''),
      keys,
    );
    const port = await freePort();
    // The last setting of a name counts. This one has one more address, with TLS.
    const frontends =
      `beast endpoint=127.0.0.1:${port} ` +
      `ssl_endpoint=${where} ssl_private_key=${key} ssl_certificate=${certificate}`;
    await run(
      join(RADOSGW, 'up.sh'),
      ['--dir', dir, '--port', String(port), '--set', `rgw_frontends=${frontends}`],
      ['--watch', String(process.pid)],
    );
    return {
      endpoint: `https://${where.replace(/:443$/, '')}`,
      authority: await readFile(certificate, 'utf8'),
      radosgw: { endpoint: `http://127.0.0.1:${port}`, dir },
      stop: () => run(join(RADOSGW, 'down.sh'), ['--dir', dir]),
    };
  } finally {
    await rm(keys, { recursive: true }); // the server has read the files
  }
}

/** Starts AWS beside a cluster that has the image, and returns the data of both for the tests. */
export async function provideAws(
  { kubectl, issuer, own, authority, awsAddress }: FoundCluster,
  image: string,
  versions?: ClusterData['versions'],
): Promise<{ readonly data: ClusterData; stop: () => Promise<void> }> {
  const aws = await startAwsServer(awsAddress);
  const { endpoint, radosgw } = aws;
  const authorities = authority + aws.authority;
  const data = { kubectl, issuer, own, image, versions, authorities, aws: { endpoint, radosgw } };
  return { data, stop: () => aws.stop() };
}

/** Makes a self-signed certificate. @returns the paths of the key and the certificate, both PEM */
async function selfSigned(address: string, folder: string): Promise<readonly [string, string]> {
  const files = [join(folder, 'server.key'), join(folder, 'server.pem')] as const;
  await run(
    'openssl',
    ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ['-subj', '/CN=aws', '-addext', `subjectAltName=IP:${address}`],
    ['-keyout', files[0], '-out', files[1]],
  );
  return files;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** Runs a program. @throws Error with the program's standard error */
async function run(program: string, ...options: readonly string[][]): Promise<void> {
  try {
    await promisify(execFile)(program, options.flat());
  } catch (cause) {
    const { stderr, message } = cause as Error & { stderr?: string };
    throw new Error(`${program}: ${stderr || message}`, { cause });
  }
}
