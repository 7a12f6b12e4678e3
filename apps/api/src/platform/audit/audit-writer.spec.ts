import { execFileSync, spawn } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AuditWriter } from './audit-writer.js';

describe('AuditWriter', () => {
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
    const writer = new AuditWriter(fd);
    writer.write('one\n');
    const first = writer.written();
    writer.write('two\n');
    await first;
    expect(readFileSync(file, 'utf8')).toBe('one\ntwo\n');
    writer.write('three\n');
    await writer.written();
    expect(readFileSync(file, 'utf8')).toBe('one\ntwo\nthree\n');
    expect(writer.failure).toBeUndefined();
  });

  it('keeps the order of lines, also where some come as bytes', async () => {
    const writer = new AuditWriter(fd);
    for (const lines of ['one\n', Buffer.from('two\n'), Buffer.from('drei ü\n'), 'four\n'])
      writer.write(lines);
    await writer.written();
    writer.write(Buffer.from('five\n'));
    await writer.written();
    expect(readFileSync(file, 'utf8')).toBe('one\ntwo\ndrei ü\nfour\nfive\n');
  });

  it('lets a line that no one waits for go with the next, or by itself before long', async () => {
    const writer = new AuditWriter(fd);
    writer.writeLater('one\n');
    await setImmediate();
    await setImmediate();
    expect(readFileSync(file, 'utf8')).toBe('');
    writer.write('two\n');
    writer.writeLater('three\n');
    await writer.written();
    expect(readFileSync(file, 'utf8')).toBe('one\ntwo\nthree\n');
    writer.writeLater('four\n');
    await vi.waitFor(() => expect(readFileSync(file, 'utf8')).toBe('one\ntwo\nthree\nfour\n'));
    writer.writeLater('five\n');
    await writer.written();
    expect(readFileSync(file, 'utf8')).toContain('five');
  });

  it('shares one write among the lines of a turn', async () => {
    const writer = new AuditWriter(fd);
    const writes = Array.from({ length: 100 }, (_, index) => {
      writer.write(`${index}\n`);
      return writer.written();
    });
    expect(new Set(writes).size).toBe(1);
    await writes[0];
  });

  it('writes many lines at once, behind those that wait', async () => {
    const writer = new AuditWriter(fd);
    const many = 'line\n'.repeat(10_000);
    writer.write('one\n');
    writer.write(Buffer.from(many));
    expect(readFileSync(file, 'utf8')).toBe(`one\n${many}`);
    await writer.written();
  });

  it('rejects what could not be written, and recovers', async () => {
    const writer = new AuditWriter(fd);
    closeSync(fd);
    writer.write('lost\n');
    await expect(writer.written()).rejects.toMatchObject({ code: 'EBADF' });
    expect(writer.failure).toBeDefined();

    expect(openSync(file, 'a')).toBe(fd); // the lowest free descriptor is the one just closed
    writer.write('found\n');
    await writer.written();
    expect(writer.failure).toBeUndefined();
    expect(readFileSync(file, 'utf8')).toBe('found\n');
  });

  it('rejects on a full disk', async () => {
    const writer = new AuditWriter(openSync('/dev/full', 'w'));
    writer.write('lost\n');
    await expect(writer.written()).rejects.toMatchObject({ code: 'ENOSPC' });
  });

  it.runIf(process.platform === 'linux')(
    'fills a pipe at once, and waits for its reader with the rest',
    async () => {
      const pipe = join(folder, 'pipe');
      execFileSync('mkfifo', [pipe]);
      const both = openSync(pipe, 'r+'); // opening one end alone would block
      const writer = new AuditWriter(openSync(pipe, 'w'));
      const text = Array.from({ length: 20_000 }, (_, index) => `${index}\n`).join('');
      writer.write(text);
      const written = writer.written();
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
      const writer = new AuditWriter(openSync(pipe, 'w'));
      const many = Array.from({ length: 50_000 }, (_, index) => `${index}\n`).join('');
      writer.write('first\n');
      writer.write(Buffer.from(many));
      writer.write('last\n');
      const text = `first\n${many}last\n`;
      const all = Buffer.alloc(text.length);
      for (let read = 0; read < text.length; await setImmediate()) {
        read += readSync(both, all, read, text.length - read, null);
      }
      await writer.written();
      expect(all.toString()).toBe(text);
    },
  );

  it('does not wait for ever for a reader that stopped reading', async () => {
    const reader = spawn('sleep', ['60'], { stdio: ['pipe', 'ignore', 'ignore'] });
    const { fd: pipe } = (reader.stdin as unknown as { _handle: { fd: number } })._handle;
    const writer = new AuditWriter(pipe, { timeout: 100, backlog: 10_000_000 });
    writer.write('x'.repeat(1_000_000));
    await expect(writer.written()).rejects.toThrow('not written within 100 ms');
    reader.kill();
  });

  it('refuses more than its backlog', async () => {
    const writer = new AuditWriter(fd, { timeout: 5000, backlog: 10 });
    writer.write('12345678\n');
    writer.write('12345678\n');
    await expect(writer.written()).rejects.toThrow('too many lines');
  });
});
