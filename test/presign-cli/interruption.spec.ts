import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { eventually } from '../support/checks/eventually.js';
import { Presign } from '../support/processes/presign.js';

const ready = inject('ready');
const { token } = ready.tenants['team-a']!;
const COUNT = 400;

let presign: Presign;
beforeAll(async () => {
  presign = await Presign.create(ready.url, token);
  await mkdir(presign.path('files'));
  for (let index = 0; index < COUNT; index++) await writeFile(presign.path(`files/${index}`), `${index}`);
  execFileSync('mkfifo', [presign.path('pipe')]);
});
afterAll(() => presign[Symbol.asyncDispose]());

/** Returns whether a thread of a process opens a named pipe that no program writes to. Only Linux can tell. */
async function isOpeningPipe(pid: number): Promise<boolean> {
  const threads = `/proc/${pid}/task`;
  const waits = (await readdir(threads)).map(
    (thread) => readFile(`${threads}/${thread}/wchan`, 'utf8').catch(() => ''), // the thread may have ended
  );
  return (await Promise.all(waits)).includes('wait_for_partner');
}

describe('output without a reader', () => {
  it('ends an upload, which says that it is not done', async () => {
    const { code, stderr } = await presign.shell('presign cp -r files :/pipe/ | head -n 1');
    expect(code).toBe(141);
    expect(stderr).toBe('The output can’t be written: its reader has ended.\n');
    const { stdout } = await presign.run(['ls', ':/pipe/']);
    expect(stdout.split('\n').filter(Boolean).length).toBeLessThan(COUNT);
  });

  it('ends a download, without files that are half written', async () => {
    expect((await presign.run(['cp', '-r', 'files', ':/all/'])).code).toBe(0);
    expect((await presign.shell('presign cp -r :/all/ down | head -n 1')).code).toBe(141);
    const names = await readdir(presign.path('down'));
    expect(names.filter((name) => !/^\d+$/.test(name))).toEqual([]);
  });

  it('ends other commands silently', async () => {
    expect(await presign.shell('presign ls :/all/ | true')).toEqual({ code: 141, stdout: '', stderr: '' });
    expect((await presign.shell('presign ls :/all/ | cat > /dev/null')).code).toBe(0);
  });
});

describe('output that can’t be written', () => {
  it
    .runIf(process.platform === 'linux')
    .each(['ls :/', 'url :/x', 'cp files/1 :/full', 'completion bash', '--help', 'cp --help'])(
    'fails with one line: presign %s',
    async (args) => {
      const { code, stderr } = await presign.shell(`presign ${args} > /dev/full`);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^The output can’t be written: ENOSPC.*\n$/);
    },
  );
});

describe('signals', () => {
  beforeAll(async () => {
    await writeFile(presign.path('large'), Buffer.alloc(2 ** 22));
    await presign.run(['cp', 'large', ':/large']);
  });

  it('the first ends an upload that waits for input', async () => {
    const child = presign.spawn(['cp', '-', ':/waiting']);
    // More than a pipe holds, so that the command has read some of it.
    await new Promise((resolve) => child.stdin!.write(Buffer.alloc(2 ** 20), resolve));
    child.kill('SIGTERM');
    const [message] = (await once(child.stderr!, 'data')) as [Buffer];
    expect(message.toString()).toBe('Interrupted. Run the same command again to continue.\n');
    expect(await once(child, 'exit')).toEqual([130, null]);
    expect((await presign.run(['ls', ':/waiting'])).stdout).toBe('');
  });

  it.each(['cat :/large', 'cp :/large -'])(
    'the first ends a command whose output no process reads: %s',
    async (args) => {
      const child = presign.spawn(args.split(' '));
      await once(child.stdout!, 'readable');
      child.kill('SIGTERM');
      expect(await once(child, 'exit')).toEqual([130, null]);
    },
  );

  it('the first lets the reader of the output read the rest', async () => {
    const child = presign.spawn(['cat', ':/large']);
    await once(child.stdout!, 'readable');
    child.kill('SIGTERM');
    await once(child.stderr!, 'data');
    await sleep(200);
    expect(child.exitCode).toBeNull();
    child.stdout!.resume();
    expect(await once(child, 'exit')).toEqual([130, null]);
  });

  it.runIf(process.platform === 'linux').each([
    ['SIGINT', 'SIGINT'],
    ['SIGINT', 'SIGTERM'],
    ['SIGTERM', 'SIGINT'],
  ] as const)('%s and %s end a command that is blocked', async (first, second) => {
    const child = presign.spawn(['ls', ':/'], { PRESIGN_TOKEN_FILE: presign.path('pipe') });
    try {
      await eventually('blocked', () => isOpeningPipe(child.pid!));
      child.kill(first);
      await once(child.stderr!, 'data');
      child.kill(second);
      expect(await once(child, 'exit')).toEqual([null, second]);
    } finally {
      child.kill('SIGKILL');
    }
  });
});

describe('a signal, while others are silent', { timeout: 10_000 }, () => {
  let silent: Server;
  beforeAll(() => once((silent = createServer()).listen(0, '127.0.0.1'), 'listening'));
  afterAll(() => {
    silent.close();
    silent.closeAllConnections();
  });

  it.each([
    'ls :/',
    'url :/x',
    'cat :/x',
    'explain https://s3.example/x',
    'cp files/1 :/x',
    'cp -r files :/x/',
    'cp :/x down-one',
    'rm -r :/x/',
  ])('ends a command that waits for the API: presign %s', async (args) => {
    const asked = once(silent, 'request');
    const { port } = silent.address() as AddressInfo;
    const child = presign.spawn(args.split(' '), { PRESIGN_API: `http://127.0.0.1:${port}` });
    await asked;
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([130, null]);
  });
});

it('cp refuses a named pipe, which could block it', async () => {
  const { code, stderr } = await presign.run(['cp', 'pipe', ':/pipe']);
  expect(code).toBe(1);
  expect(stderr).toMatch(/invalid_source: .*regular file/);
});
