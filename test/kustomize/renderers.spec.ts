import {
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findRenderer, inShort, render } from '../../apps/operator-cli/src/kustomize/renderer.js';
import { ENV, Workspace, renderer } from './support/workspace.js';

/** Returns an environment whose PATH has only these programs. */
function onlyWith(given: Record<string, string>): NodeJS.ProcessEnv {
  const folder = mkdtempSync(join(tmpdir(), 'path-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, script] of Object.entries(given)) {
    if (script.startsWith('#!')) writeFileSync(join(folder, name), script, { mode: 0o755 });
    else symlinkSync(script, join(folder, name));
  }
  return { PATH: folder, HOME: process.env['HOME'], TENANT_PRESIGN_CACHE: join(folder, 'none') };
}

/** Returns the renderers that this machine has, including those in the cache. */
function programs(): [string, string][] {
  const folders = [...(ENV['PATH'] ?? '').split(delimiter), '/usr/local/bin'];
  return ['kustomize', 'kubectl'].flatMap((name) => {
    const path = folders.map((folder) => join(folder, name)).find((each) => existsSync(each));
    return path === undefined ? [] : [[name, realpathSync(path)] as [string, string]];
  });
}

test.each(programs())(
  '%s alone renders the overlays as they are kept, and the check says which it was',
  async (name, command) => {
    const workspace = new Workspace('team-a', 'team-b', 'team-c');
    const { code, out } = await workspace.runIn(onlyWith({ [name]: command }), 'check');
    expect(out).toMatch(
      name === 'kubectl' ? /rendered by kubectl v\S+ \(kustomize v\S+\)/ : /rendered by kustomize v\S+/,
    );
    expect(code).toBe(0);
  },
);

test('without any it says so, and how to get one', async () => {
  const { code, err } = await new Workspace('team-a').runIn(onlyWith({}), 'check');
  expect(code).toBe(2);
  expect(err).toMatch(
    /^Nothing can render the overlays: neither kubectl nor kustomize is on PATH; install kubectl/,
  );
});

test.each([
  ['kustomize', '{Version:kustomize/v3.8.7}', 'kustomize v3.8.7: older than kustomize v5.4'],
  [
    'kubectl',
    'Client Version: v1.20.2',
    'kubectl v1.20.2 (kustomize of no version): older than kustomize v5.4',
  ],
])('%s that is too old is named', (name, says, words) => {
  const old = `#!/bin/sh\necho "${says}"\n`;
  expect(findRenderer(onlyWith({ [name]: old }))).toEqual({ whyNot: expect.stringContaining(words) });
});

test('a kustomize that someone built is taken', () => {
  const built = '#!/bin/sh\necho "(devel)"\n';
  expect(findRenderer(onlyWith({ kustomize: built }))).toMatchObject({ name: 'kustomize (devel)' });
});

test.each(programs().filter(([name]) => name === 'kubectl'))(
  'an old kustomize is passed over for %s',
  (name, command) => {
    const old = '#!/bin/sh\necho "{Version:kustomize/v3.8.7}"\n';
    expect(findRenderer(onlyWith({ kustomize: old, [name]: command }))).toMatchObject({
      args: ['kustomize'],
    });
  },
);

test('an overlay that kustomize refuses has its reason in one line', () => {
  expect(() => render(renderer(), '/nowhere')).toThrow(/nowhere/);
  expect(
    inShort(
      '# Warning: x\nE1124 23:15:06.9 5245 run.go:72] "command failed" err=<\n\ttrouble:\n\tthat\n >\n',
    ),
  ).toBe('trouble: that');
  expect(inShort('panic: runtime error: nil\n\ngoroutine 1\n')).toBe('panic: runtime error: nil');
  expect(inShort('Error: a\nb\n')).toBe('a b');
});

test('install.sh and the search agree where kustomize is kept', () => {
  const [, version] = /^version=(\S+)/m.exec(readFileSync('test/peers/kustomize/install.sh', 'utf8'))!;
  expect(readFileSync('apps/operator-cli/src/kustomize/renderer.ts', 'utf8')).toContain(
    `kustomize-${version}`,
  );
});
