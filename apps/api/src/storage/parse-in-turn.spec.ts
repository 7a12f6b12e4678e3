import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CopyObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { parseInTurn } from './parse-in-turn.js';

let server: Server, client: S3Client, body: string, events: string[];

beforeAll(async () => {
  server = createServer((_request, response) => response.end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server.close());
beforeEach(() => {
  events = [];
  client = new S3Client({
    region: 'eu-west-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    forcePathStyle: true,
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
  });
  parseInTurn(client, async () => {
    events.push('turn');
    setImmediate(() => events.push('next turn of the event loop'));
  });
});

const listOf = (count: number): string => {
  const contents = Array.from({ length: count }, (_, n) => `<Contents><Key>k/${n}</Key></Contents>`);
  return `<?xml version="1.0"?><ListBucketResult>${contents.join('')}</ListBucketResult>`;
};

async function list(): Promise<number | undefined> {
  const { Contents } = await client.send(new ListObjectsV2Command({ Bucket: 'team-a' }));
  events.push('parsed');
  return Contents?.length;
}

it('parses a large answer within the turn that it is given', async () => {
  body = listOf(1000);
  expect(await list()).toBe(1000);
  await new Promise(setImmediate);
  expect(events).toEqual(['turn', 'parsed', 'next turn of the event loop']);
});

it('parses a small answer at once', async () => {
  body = listOf(10);
  expect(await list()).toBe(10);
  expect(events).toEqual(['parsed']);
});

it.each([
  ['small', ''],
  ['large', 'x'.repeat(20_000)],
])('finds an error in a %s answer with status 200', async (_, message) => {
  body = `<Error><Code>InternalError</Code><Message>${message}</Message></Error>`;
  const copy = new CopyObjectCommand({ Bucket: 'team-a', Key: 'b', CopySource: 'team-a/a' });
  await expect(client.send(copy)).rejects.toMatchObject({ name: 'InternalError' });
});

it('refuses an empty answer to a copy', async () => {
  body = '';
  const copy = new CopyObjectCommand({ Bucket: 'team-a', Key: 'b', CopySource: 'team-a/a' });
  await expect(client.send(copy)).rejects.toMatchObject({ name: 'InternalError' });
});
