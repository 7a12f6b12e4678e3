import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { stringify } from 'yaml';
import { prometheusProgram } from './availability.js';
import { alerts, rules } from './support/component.js';

const TESTS = join(import.meta.dirname, 'alerts.test.yaml');

/** Returns promtool's output for rules. */
function promtool(
  file: object,
  ...commands: string[]
): { readonly status: number | null; readonly out: string } {
  const cwd = mkdtempSync(join(tmpdir(), 'rules-'));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  cpSync(TESTS, join(cwd, 'alerts.test.yaml'));
  writeFileSync(join(cwd, 'rules.yaml'), stringify(file));
  const { status, stdout, stderr } = spawnSync(prometheusProgram('promtool'), commands, {
    cwd,
    encoding: 'utf8',
  });
  return { status, out: stdout + stderr };
}

const test = (file: object) => promtool(file, 'test', 'rules', 'alerts.test.yaml');

it('the rules are what Prometheus reads', () => {
  const { status, out } = promtool(rules(), 'check', 'rules', 'rules.yaml');
  expect(out).toContain(`SUCCESS: ${alerts().length} rules found`);
  expect(status).toBe(0);
});

it('alerts fire when they should, and not otherwise', () => {
  expect(test(rules())).toEqual({ status: 0, out: expect.stringContaining('SUCCESS') });
});

it('every alert is missed where it is missing', () => {
  const [group] = rules().groups;
  const never = group!.rules.map((rule) => ({ ...rule, expr: 'vector(0) > 1' }));
  const { status, out } = test({ groups: [{ ...group, rules: never }] });
  expect(status).toBe(1);
  for (const { alert } of alerts()) expect(out).toContain(`alertname="${alert}"`);
});

it.each(alerts())('$alert leads to what to do', ({ alert, annotations }) => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/operate.md'), 'utf8');
  expect(annotations['runbook_url']).toBe(`PLACEHOLDER#${alert.toLowerCase()}`);
  expect(page).toMatch(new RegExp(`^### ${alert}$`, 'm'));
  expect(annotations).toMatchObject({ summary: expect.any(String), description: expect.any(String) });
});

it('the page explains no other alerts', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/operate.md'), 'utf8');
  const explained = Array.from(page.matchAll(/^### (Presign\w+)$/gm), ([, name]) => name);
  expect(new Set(explained)).toEqual(new Set(alerts().map(({ alert }) => alert)));
});
