import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HeadObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { describe, expect, it } from 'vitest';
import { observeCalls, type AwsCall } from './aws-calls.js';

/** Returns what an observer is told of one call by an SDK client to a server that gives this answer. */
async function callsOf(
  answer: RequestListener,
  call: (endpoint: string, seen: AwsCall[]) => Promise<unknown>,
) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await new Promise((listening) => server.once('listening', listening));
  const seen: AwsCall[] = [];
  try {
    await call(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen).catch(() => {});
  } finally {
    server.closeAllConnections();
    server.close();
  }
  return seen;
}

/**
 * Returns the configuration of an SDK client that calls this endpoint.
 *
 * @param requestTimeout milliseconds; the default is longer than a busy machine takes to answer
 */
const configuration = (endpoint: string, requestTimeout = 5_000) => ({
  endpoint,
  region: 'eu-west-1',
  credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
  maxAttempts: 2,
  requestHandler: { requestTimeout, throwOnRequestTimeout: true },
});

async function list(endpoint: string, seen: AwsCall[], requestTimeout?: number): Promise<unknown> {
  const client = new S3Client({ ...configuration(endpoint, requestTimeout), forcePathStyle: true });
  observeCalls(client, { called: (call) => seen.push(call) });
  return client.send(new ListObjectsV2Command({ Bucket: 'team-a-files' })).finally(() => client.destroy());
}

describe('observeCalls', () => {
  it('tells service, operation, status and time', async () => {
    const seen = await callsOf((_request, response) => response.end('<ListBucketResult/>'), list);
    expect(seen).toEqual([
      { service: 'S3', operation: 'ListObjectsV2', status: 200, seconds: expect.any(Number) },
    ]);
    expect(seen[0]!.seconds).toBeGreaterThan(0);
  });

  it('tells refusals, with the status alone', async () => {
    const seen = await callsOf(
      (_request, response) => response.writeHead(403).end('<Error><Code>AccessDenied</Code></Error>'),
      list,
    );
    expect(seen.map(({ status }) => status)).toEqual([403]);
  });

  it('tells each attempt', async () => {
    let count = 0;
    const seen = await callsOf(
      (_request, response) => response.writeHead(count++ ? 200 : 503).end('<ListBucketResult/>'),
      list,
    );
    expect(seen.map(({ status }) => status)).toEqual([503, 200]);
  });

  it('tells who did not answer in time', async () => {
    const seen = await callsOf(
      () => {},
      (endpoint, calls) => list(endpoint, calls, 100),
    );
    expect(seen.map(({ status }) => status)).toEqual(['unanswered', 'unanswered']);
  });

  it('tells who can’t be reached', async () => {
    const seen = await callsOf(({ socket }) => socket.destroy(), list);
    expect(seen.map(({ status }) => status)).toEqual(['unanswered', 'unanswered']);
  });

  it('knows STS, and answers without a body', async () => {
    const sts = await callsOf(
      (_request, response) => response.end('<GetCallerIdentityResponse/>'),
      async (endpoint, seen) => {
        const client = new STSClient(configuration(endpoint));
        observeCalls(client, { called: (call) => seen.push(call) });
        return client.send(new GetCallerIdentityCommand({}));
      },
    );
    const head = await callsOf(
      (_request, response) => response.writeHead(404).end(),
      async (endpoint, seen) => {
        const client = new S3Client({ ...configuration(endpoint), forcePathStyle: true });
        observeCalls(client, { called: (call) => seen.push(call) });
        return client.send(new HeadObjectCommand({ Bucket: 'b', Key: 'k' }));
      },
    );
    expect([...sts, ...head]).toMatchObject([
      { service: 'STS', operation: 'GetCallerIdentity', status: 200 },
      { service: 'S3', operation: 'HeadObject', status: 404 },
    ]);
  });
});
