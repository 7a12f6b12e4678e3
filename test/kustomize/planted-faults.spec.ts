import { describe, expect, test } from 'vitest';
import { COMPONENTS } from './planted/components.js';
import { IDENTITY } from './planted/identity.js';
import { IMAGES } from './planted/images.js';
import { KUBERNETES_KEYS } from './planted/kubernetes-keys.js';
import { NAMESPACE } from './planted/namespace.js';
import { NETWORK } from './planted/network.js';
import { POD_SECURITY } from './planted/pod-security.js';
import { SCALING } from './planted/scaling.js';
import { SHARED } from './planted/shared.js';
import { SOURCES } from './planted/sources.js';
import { TENANT_FILE } from './planted/tenant-file.js';
import { WORKLOAD } from './planted/workload.js';
import { Workspace } from './support/workspace.js';

const PLANTED = [
  IDENTITY,
  NAMESPACE,
  TENANT_FILE,
  IMAGES,
  POD_SECURITY,
  NETWORK,
  COMPONENTS,
  SCALING,
  WORKLOAD,
  SOURCES,
  KUBERNETES_KEYS,
  SHARED,
].flat();

const containing = (part: string): unknown => expect.stringContaining(part);

// Tests each fault alone in an overlay without other faults. The check must report it at its line, and no other fault.

describe.each(PLANTED)('$area', ({ overlay, faults }) => {
  test.each(faults)('$fault', ({ plant, file, text, says }) => {
    const workspace = new Workspace(overlay);
    plant(workspace, `overlays/${overlay}`);
    const found = workspace.faults(overlay);
    expect(found).toEqual([
      {
        file: file.startsWith('../') ? file.slice(3) : `overlays/${overlay}/${file}`.replace(/\/$/, ''),
        text: text && containing(text),
        message: containing(says),
      },
    ]);
  });
});

test.each(['team-a', 'team-b', 'team-c', 'shared', 'platform'])(
  '%s has none, by itself and as kept',
  async (overlay) => {
    const workspace = new Workspace(overlay);
    expect(workspace.faults(overlay)).toEqual([]);
    expect(await workspace.check(overlay)).toMatchObject({ code: 0, err: '' });
  },
);

test('all at once, one line each', async () => {
  const workspace = new Workspace('team-a');
  const { faults } = IDENTITY[0]!;
  const compatible = faults.filter(({ alone }) => !alone);
  for (const { plant } of compatible) plant(workspace, 'overlays/team-a');
  const { code, out } = await workspace.check('team-a');
  expect(code).toBe(1);
  expect(compatible.filter(({ says }) => !out.includes(says))).toEqual([]);
});
