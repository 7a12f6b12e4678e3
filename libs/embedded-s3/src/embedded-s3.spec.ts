import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TEAM_A, get, put, send, sign, startTwoTeams } from '../testing/harness.js';
import { startEmbeddedS3 } from './index.js';

describe('startEmbeddedS3', () => {
  it('listens on 127.0.0.1, at a free port or the one it is told', async () => {
    const first = await startTwoTeams();
    expect(first.endpoint).toBe(`http://127.0.0.1:${first.port}`);
    await expect(startTwoTeams({ port: first.port })).rejects.toThrow('EADDRINUSE');
    await first.close();
    const second = await startTwoTeams({ port: first.port });
    expect(second.port).toBe(first.port);
    await second.close();
  });

  it('listens nowhere else', async () => {
    const s3 = await startTwoTeams();
    const others = Object.values(networkInterfaces())
      .flat()
      .flatMap((address) =>
        address && !address.internal && address.family === 'IPv4' ? [address.address] : [],
      );
    for (const host of ['127.0.0.2', ...others])
      await expect(reach(host, s3.port)).rejects.toThrow('ECONNREFUSED');
    await expect(reach('127.0.0.1', s3.port)).resolves.toBeUndefined();
    await s3.close();
  });

  it('refuses a bucket that S3 would not make', async () => {
    const buckets = [{ name: 'Not_A_Bucket', credentials: [TEAM_A] }];
    await expect(startEmbeddedS3({ region: 'eu-west-1', buckets })).rejects.toThrow('not valid');
  });

  it('ends at once, whatever is open', async () => {
    const s3 = await startTwoTeams();
    const idle = connect(s3.port, '127.0.0.1');
    const uploading = connect(s3.port, '127.0.0.1');
    const url = new URL(sign(s3, { method: 'PUT' }));
    uploading.write(
      `PUT ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\nContent-Length: 9\r\n\r\nhalf`,
    );
    const ends = [idle, uploading].map(
      (socket) => new Promise((resolve) => socket.on('close', resolve).on('error', resolve)),
    );
    await get(s3, 'a.txt');
    const began = performance.now();
    await s3.close();
    expect(performance.now() - began).toBeLessThan(500);
    await Promise.all(ends);
  });

  it('keeps what is in memory apart, and no longer than it lives', async () => {
    const [one, two] = await Promise.all([startTwoTeams(), startTwoTeams()]);
    await put(one, 'a.txt', 'hello');
    expect(await get(one, 'a.txt')).toMatchObject({ status: 200 });
    expect(await get(two, 'a.txt')).toMatchObject({ status: 404 });
    await Promise.all([one.close(), two.close()]);
  });
});

describe('with a folder for its data', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'embedded-s3-'));
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  it('has objects again after a restart', async () => {
    const key = 'a/../ü b%2F"\\.txt';
    const headers = {
      'content-type': 'image/png',
      'x-amz-meta-origin': 'web',
      'x-amz-tagging': 'class=report',
    };
    const before = await startTwoTeams({ dataDir });
    await put(before, key, 'hello', headers);
    await put(before, 'deleted.txt', 'hello');
    await send(sign(before, { method: 'DELETE', key: 'deleted.txt' }), { method: 'DELETE' });
    await before.close();
    expect(await readdir(dataDir)).toEqual(['fauxqs.db']); // without a complete close, SQLite's log would be there

    const after = await startTwoTeams({ dataDir });
    const { text, headers: shown } = await get(after, key);
    expect(text).toBe('hello');
    expect(shown).toMatchObject({
      'content-type': 'image/png',
      'x-amz-meta-origin': 'web',
      'x-amz-tagging-count': '1',
    });
    expect(await get(after, 'deleted.txt')).toMatchObject({ status: 404 });
    expect(await put(after, key, 'other', { 'if-none-match': '*' })).toMatchObject({ status: 412 });
    await after.close();
  });
});

function reach(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port }, () => {
      socket.destroy();
      resolve();
    });
    socket.on('error', reject);
  });
}
