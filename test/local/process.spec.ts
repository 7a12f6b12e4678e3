import { execFile } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ApiClient } from '../support/clients/api-client.js';
import { startLocalProcess, type LocalProcess } from '../support/processes/local-process.js';

const run = promisify(execFile);

const answers = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });

async function expectGone({ ready, readyFile }: LocalProcess): Promise<void> {
  expect(existsSync(readyFile)).toBe(false);
  for (const url of [ready.url, ready.management, ready.s3]) expect(await answers(url)).toBe(false);
}

describe('npm start', () => {
  it('writes a ready file for its owner alone', async () => {
    const local = await startLocalProcess();
    expect(statSync(local.readyFile).mode & 0o777).toBe(0o600);
    expect(local.ready).toMatchObject({ pid: local.child.pid, docs: `${local.ready.url}/docs` });
    expect(Object.keys(local.ready.tenants)).toEqual(['team-a', 'team-b']);
    await local.stop();
  });

  it('prints where the pages are, and the token of one in what browsers send to no one', async () => {
    const local = await startLocalProcess();
    expect(local.stdout()).toContain(` ${local.ready.docs}\n`);
    expect(local.stdout()).toContain(` ${local.ready.try}\n`);
    const { pathname, search, hash } = new URL(local.ready.try);
    expect({ pathname, search }).toEqual({ pathname: '/try', search: '' });
    for (const tenant of ['team-a', 'team-b']) {
      const client = new ApiClient(local.ready.url, tenant, hash.slice(1));
      expect(await client.sign('downloads', { key: 'x' })).toMatchObject({ key: 'x' });
    }
    expect(local.stderr()).not.toContain(hash.slice(1));
    await local.stop();
  });

  it('prints three lines that work as they are pasted', async () => {
    const local = await startLocalProcess();
    const lines = local.stdout().split('\n');
    const exported = lines.filter((line) => line.startsWith('export '));
    const commands = lines.filter((line) => line.startsWith('curl '));
    expect([exported, commands]).toMatchObject([{ length: 1 }, { length: 3 }]);
    const [signed, put, fetched] = [
      await run('sh', ['-c', `${exported[0]}\n${commands[0]}`]),
      await run('sh', ['-c', `${exported[0]}\n${commands[1]}`]),
      await run('sh', ['-c', `${exported[0]}\n${commands[2]}`]),
    ];
    expect(JSON.parse(signed.stdout)).toMatchObject({ method: 'PUT', key: 'hello.txt' });
    expect(put.stdout).toBe('');
    expect(fetched.stdout).toBe('hello from tenant-presign\n');
    await local.stop();
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('stops all of it at once by %s', async (signal) => {
    const local = await startLocalProcess();
    const started = Date.now();
    expect(await local.stop(signal)).toEqual({ code: 0, signal: null });
    expect(Date.now() - started).toBeLessThan(2000);
    await expectGone(local);
  });

  it('stops with npm, which doesn’t pass SIGTERM on', async () => {
    const local = await startLocalProcess([], { command: 'npm', args: ['start', '--'] });
    await local.stop('SIGTERM');
    await expect.poll(() => existsSync(local.readyFile), { timeout: 5000 }).toBe(false);
    await expect.poll(() => answers(local.ready.url), { timeout: 5000 }).toBe(false);
    await expectGone(local);
  });
});
