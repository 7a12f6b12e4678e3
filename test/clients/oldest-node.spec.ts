import { execFileSync } from 'node:child_process';
import { describe, expect, inject, it } from 'vitest';
import { codeBlocks } from '../support/docs/code-blocks.js';
import { runPage } from '../support/docs/page-commands.js';
import { oldestNode } from './availability.js';

const PAGE = 'call-the-api.md';
const oldest = oldestNode(process.env);

// The programs of docs/clients.md run on this Node in docs.spec.ts.
describe.runIf(oldest)('the oldest Node that the README allows', () => {
  it('is Node 20', () => {
    expect(execFileSync(oldest!, ['--version'], { encoding: 'utf8' })).toMatch(/^v20\./);
  });

  it(`runs every program of docs/${PAGE}`, async () => {
    const plain = codeBlocks(PAGE).filter(({ language }) => language === '');
    expect(plain.length).toBeGreaterThan(5);
    const output = await runPage(PAGE, inject('ready'), oldest);
    for (const { code } of plain) expect(output).toContain(code);
  });
});
