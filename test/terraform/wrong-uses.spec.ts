import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Workspace, hasStandIn, literal } from './support/terraform.js';
import { CALLS } from './support/wrong-uses.js';
import type { Arguments } from './support/wrong-uses-of-tenant.js';

// Tests one root that uses the modules wrongly, with a call for each error, and once correctly.

interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail: string;
  readonly range?: { readonly filename: string };
}

const nameOf = (module: string, index: number | 'right'): string => `${module}-${index}`;

describe.runIf(hasStandIn)('used wrongly', () => {
  let workspace: Workspace;
  let said: ReadonlyMap<string, readonly string[]>;

  beforeAll(async () => {
    workspace = new Workspace({ keep: true });
    const modules: Record<string, Arguments> = {};
    for (const { module, right, errors, ...rest } of CALLS) {
      const source = { source: `../modules/${module}` };
      modules[nameOf(module, 'right')] = { ...source, ...right };
      for (const [index, [, instead]] of errors.entries())
        modules[nameOf(module, index)] = {
          ...source,
          ...('base' in rest ? rest.base : right),
          ['named' in rest ? rest.named : 'name']: nameOf(module, index),
          ...instead,
        };
    }
    // OpenTofu checks preconditions only if all variables are valid. So the root is planned again without the calls
    // that it refused.
    const byVariables = await plan(workspace, modules);
    const remaining = Object.entries(modules).filter(([name]) => !byVariables.has(name));
    said = new Map([...byVariables, ...(await plan(workspace, Object.fromEntries(remaining)))]);
  }, 180_000);
  afterAll(() => workspace.remove());

  describe.each(CALLS)('module $module', ({ module, errors }) => {
    test('rightly used, says nothing', () => {
      expect(said.get(nameOf(module, 'right')) ?? []).toEqual([]);
    });

    test.each(errors.map(([error, , words], index) => ({ wrongUse: error, words, index })))(
      '$wrongUse',
      ({ words, index }) => {
        const [first, ...others] = said.get(nameOf(module, index)) ?? [];
        expect(first).toMatch(words);
        expect(others).toEqual([]);
      },
    );
  });
});

/**
 * Plans a root with these module calls. Each call is in a separate file, which shows to which call a message belongs.
 *
 * @returns the messages by module call
 */
async function plan(workspace: Workspace, modules: Readonly<Record<string, Arguments>>) {
  const folder = join(workspace.root, 'wrong');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const [name, call] of Object.entries(modules))
    writeFileSync(join(folder, `${name}.tf.json`), JSON.stringify({ module: { [name]: literal(call) } }));
  await workspace.init('wrong');
  const { out } = await workspace.run('wrong', 'plan', '-json', '-input=false');
  return byModule(out);
}

function byModule(out: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const line of out.trim().split('\n')) {
    const { diagnostic } = JSON.parse(line) as { diagnostic?: Diagnostic };
    if (diagnostic?.severity !== 'error') continue;
    const detail = diagnostic.detail.replaceAll(/\s+/g, ' ');
    // For a precondition, OpenTofu doesn't name the call. So the message itself names the tenant or role.
    const name =
      /^([\w-]+)\.tf\.json$/.exec(diagnostic.range?.filename ?? '')?.[1] ??
      /^(?:Tenant|Role|Function|Trail) ([\w-]+):/.exec(detail)?.[1];
    if (name === undefined) throw new Error(`Of no module: ${diagnostic.summary}: ${detail}`);
    found.set(name, [...(found.get(name) ?? []), detail]);
  }
  return found;
}
