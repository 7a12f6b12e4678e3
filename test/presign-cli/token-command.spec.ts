import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { eventually } from '../support/checks/eventually.js';
import { ended, Presign } from '../support/processes/presign.js';

const ready = inject('ready');
const { token } = ready.tenants['team-a']!;

let presign: Presign;
beforeAll(async () => {
  presign = await Presign.create(ready.url, token);
});
afterEach(() => rm(presign.path('pid'), { force: true }));
afterAll(() => presign[Symbol.asyncDispose]());

const commandOf = (command: string) => ({ PRESIGN_TOKEN_FILE: '', PRESIGN_TOKEN_COMMAND: command });

/** A command whose shell has a child, which notes its process id and runs for a long time. */
const SLOW = commandOf("sh -c 'echo $$ > pid; exec sleep 300'; true");

/** Returns the id of the child of `SLOW` when it runs. */
async function childOfShell(): Promise<number> {
  let noted = '';
  await eventually('noted', async () => {
    noted = await readFile(presign.path('pid'), 'utf8').catch(() => '');
    return noted.endsWith('\n');
  });
  return Number(noted);
}

async function expectEnd(pid: number): Promise<void> {
  try {
    await eventually('ended', () => !isRunning(pid), { timeout: 5000 });
  } finally {
    if (isRunning(pid)) process.kill(pid, 'SIGKILL');
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('without a terminal', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('%s ends the command with all that it started', async (signal) => {
    const child = presign.spawnWithoutTerminal(['url', ':/x'], SLOW);
    const pid = await childOfShell();
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([130, null]);
    await expectEnd(pid);
  });

  it('the command prints a token, and what it leaves running is left alone', async () => {
    const env = commandOf('sleep 300 > /dev/null 2>&1 & echo $! > pid; cat token');
    const { code, stdout } = await ended(presign.spawnWithoutTerminal(['url', ':/x'], env));
    const pid = await childOfShell();
    try {
      expect(code).toBe(0);
      expect(stdout).toMatch(/^http/);
      expect(isRunning(pid)).toBe(true);
    } finally {
      process.kill(pid, 'SIGKILL');
    }
  });
});

describe.runIf(process.platform === 'linux')('on a terminal', () => {
  it('the command can ask at the terminal', async () => {
    const env = commandOf('read -r file < /dev/tty; cat "$file"');
    const child = presign.terminal('presign url :/x', env);
    child.stdin!.write('token\n');
    const { code, stdout } = await ended(child);
    expect(stdout).toMatch(/^http/m);
    expect(code).toBe(0);
  });

  it('Ctrl-C ends the command with all that it started', async () => {
    const child = presign.terminal('presign url :/x', SLOW);
    const ending = ended(child);
    const pid = await childOfShell();
    child.stdin!.write('\u0003');
    expect(await ending).toMatchObject({ code: 130 });
    await expectEnd(pid);
  });
});
