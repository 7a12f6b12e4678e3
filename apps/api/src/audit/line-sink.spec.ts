import { execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LineSink } from './line-sink.js';

describe('LineSink', () => {
  let folder: string;
  let file: string;
  let fd: number;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'line-sink-'));
    file = join(folder, 'log');
    fd = openSync(file, 'w');
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('has written a line when it says so, in order', async () => {
    const sink = new LineSink(fd);
    sink.write('one\n');
    const first = sink.written();
    sink.write('two\n');
    await first;
    expect(readFileSync(file, 'utf8')).toBe('one\ntwo\n');
    sink.write('three\n');
    await sink.written();
    expect(readFileSync(file, 'utf8')).toBe('one\ntwo\nthree\n');
    expect(sink.failure).toBeUndefined();
  });

  it('keeps the order of lines, also where some come as bytes', async () => {
    const sink = new LineSink(fd);
    for (const lines of ['one\n', Buffer.from('two\n'), Buffer.from('drei ü\n'), 'four\n']) sink.write(lines);
    await sink.written();
    sink.write(Buffer.from('five\n'));
    await sink.written();
    expect(readFileSync(file, 'utf8')).toBe('one\ntwo\ndrei ü\nfour\nfive\n');
  });

  it('lets a line that nobody waits for go with the next, or by itself before long', async () => {
    const sink = new LineSink(fd);
    sink.writeLater('one\n');
    await setImmediate();
    await setImmediate();
    expect(readFileSync(file, 'utf8')).toBe('');
    sink.write('two\n');
    sink.writeLater('three\n');
    await sink.written();
    expect(readFileSync(file, 'utf8')).toBe('one\ntwo\nthree\n');
    sink.writeLater('four\n');
    await vi.waitFor(() => expect(readFileSync(file, 'utf8')).toBe('one\ntwo\nthree\nfour\n'));
    sink.writeLater('five\n');
    await sink.written();
    expect(readFileSync(file, 'utf8')).toContain('five');
  });

  it('shares one write among the lines of a turn', async () => {
    const sink = new LineSink(fd);
    const writes = Array.from({ length: 100 }, (_, index) => {
      sink.write(`${index}\n`);
      return sink.written();
    });
    expect(new Set(writes).size).toBe(1);
    await writes[0];
  });

  it('writes many lines at once, behind those that wait', async () => {
    const sink = new LineSink(fd);
    const many = 'line\n'.repeat(10_000);
    sink.write('one\n');
    sink.write(Buffer.from(many));
    expect(readFileSync(file, 'utf8')).toBe(`one\n${many}`);
    await sink.written();
  });

  it('rejects what could not be written, and recovers', async () => {
    const sink = new LineSink(fd);
    closeSync(fd);
    sink.write('lost\n');
    await expect(sink.written()).rejects.toMatchObject({ code: 'EBADF' });
    expect(sink.failure).toBeDefined();

    expect(openSync(file, 'a')).toBe(fd); // the lowest free descriptor is the one just closed
    sink.write('found\n');
    await sink.written();
    expect(sink.failure).toBeUndefined();
    expect(readFileSync(file, 'utf8')).toBe('found\n');
  });

  it('rejects on a full disk', async () => {
    const sink = new LineSink(openSync('/dev/full', 'w'));
    sink.write('lost\n');
    await expect(sink.written()).rejects.toMatchObject({ code: 'ENOSPC' });
  });

  it.runIf(process.platform === 'linux')(
    'fills a pipe at once, and waits for its reader with the rest',
    async () => {
      const pipe = join(folder, 'pipe');
      execFileSync('mkfifo', [pipe]);
      const both = openSync(pipe, 'r+'); // so that neither end waits for the other to be opened
      const sink = new LineSink(openSync(pipe, 'w'));
      const text = Array.from({ length: 20_000 }, (_, index) => `${index}\n`).join('');
      sink.write(text);
      const written = sink.written();
      await setImmediate();
      const first = Buffer.alloc(text.length);
      const filled = readSync(both, first);
      expect(filled).toBeGreaterThan(0);
      expect(filled).toBeLessThan(text.length);
      let read = filled;
      while (read < text.length) {
        read += readSync(both, first, read, text.length - read, null);
        await setImmediate();
      }
      await written;
      expect(first.toString()).toBe(text);
    },
  );

  it.runIf(process.platform === 'linux')(
    'keeps the order of lines that come while many fill the pipe',
    async () => {
      const pipe = join(folder, 'pipe');
      execFileSync('mkfifo', [pipe]);
      const both = openSync(pipe, 'r+');
      const sink = new LineSink(openSync(pipe, 'w'));
      const many = Array.from({ length: 50_000 }, (_, index) => `${index}\n`).join('');
      sink.write('first\n');
      sink.write(Buffer.from(many));
      sink.write('last\n');
      const text = `first\n${many}last\n`;
      const all = Buffer.alloc(text.length);
      for (let read = 0; read < text.length; await setImmediate()) {
        read += readSync(both, all, read, text.length - read, null);
      }
      await sink.written();
      expect(all.toString()).toBe(text);
    },
  );

  it('does not wait for ever for a reader that stopped reading', async () => {
    const reader = spawn('sleep', ['60'], { stdio: ['pipe', 'ignore', 'ignore'] });
    const { fd: pipe } = (reader.stdin as unknown as { _handle: { fd: number } })._handle;
    const sink = new LineSink(pipe, { timeout: 100, backlog: 10_000_000 });
    sink.write('x'.repeat(1_000_000));
    await expect(sink.written()).rejects.toThrow('not written within 100 ms');
    reader.kill();
  });

  it('refuses more than its backlog', async () => {
    const sink = new LineSink(fd, { timeout: 5000, backlog: 10 });
    sink.write('12345678\n');
    sink.write('12345678\n');
    await expect(sink.written()).rejects.toThrow('too many lines');
  });
});
