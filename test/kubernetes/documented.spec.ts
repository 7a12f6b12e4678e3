import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { stringify } from 'yaml';
import { describe, expect, inject, it } from 'vitest';
import { objectsOf, type ShownObject } from '../support/docs/objects.js';
import { Kubectl } from './support/kubectl.js';
import { OVERLAYS } from './support/test-overlay.js';

// Tests objects that pages show, and components that no overlay of the repository lists. The API server has the
// definitions of their custom resources, but not the controllers that act on them.

const kubectl = new Kubectl(inject('cluster').kubectl);
const VALIDATED = ['--server-side', '--dry-run=server', '--validate=strict'];

/** Groups of Kubernetes, and groups whose definitions `test/peers/kubernetes/crds.txt` installs. */
const KNOWN = new Set([
  'networking.k8s.io',
  'gateway.networking.k8s.io',
  'gateway.k8s.aws',
  'elbv2.k8s.aws',
  'external-secrets.io',
]);
const groupOf = ({ apiVersion }: ShownObject) => apiVersion.split('/')[0]!;
const shown = ['docs/gateway.md', 'docs/how-to/sealing-keys.md', 'docs/onboard-a-tenant.md']
  .flatMap((page) => objectsOf(page).map((object) => ({ page, object, title: `${page}: ${object.kind}` })))
  .filter(({ object }) => KNOWN.has(groupOf(object)));

/**
 * Returns the API server's answer to an object. If the object's namespace doesn't exist, an existing one replaces it.
 */
const validate = (object: object) =>
  kubectl.run(['--namespace', 'team-a', 'apply', '-f', '-', ...VALIDATED], {
    input: JSON.stringify({
      ...object,
      metadata: { ...(object as ShownObject).metadata, namespace: undefined },
    }),
  });

describe('the API server', () => {
  it('has all kinds that the pages show', () => {
    expect([...new Set(shown.map(({ object }) => object.kind))].toSorted()).toEqual([
      'ExternalSecret',
      'Gateway',
      'GatewayClass',
      'Ingress',
      'LoadBalancerConfiguration',
      'NetworkPolicy',
      'SecretStore',
      'TargetGroupBinding',
    ]);
  });

  it.each(shown)('accepts what $title says, and refuses a field that it has not', async ({ object }) => {
    expect(await validate(object)).toMatch(/serverside-applied \(server dry run\)\n$/);
    const { spec } = object as ShownObject & { spec: object };
    await expect(validate({ ...object, spec: { ...spec, fielt: 1 } })).rejects.toThrow(/fielt/);
  });

  it.each(['alb-ingress', 'alb-target-group', 'external-secret'])(
    'accepts component %s',
    async (component) => {
      const folder = await realpath(await mkdtemp(join(tmpdir(), 'component-')));
      try {
        const kustomization = {
          resources: [relative(folder, join(OVERLAYS, '../base'))],
          components: [relative(folder, join(OVERLAYS, '../components', component))],
          images: [{ name: 'tenant-presign', newTag: '1.0.0' }],
          patches: [
            {
              target: { kind: 'Ingress' },
              patch: JSON.stringify([
                { op: 'replace', path: '/spec/rules/0/host', value: 'team-a.presign.example' },
              ]),
            },
            {
              target: { kind: 'ExternalSecret' },
              patch: JSON.stringify([{ op: 'replace', path: '/spec/secretStoreRef/name', value: 'sealing' }]),
            },
          ],
        };
        await writeFile(join(folder, 'kustomization.yaml'), stringify(kustomization));
        const lines = (await kubectl.run(['-n', 'team-a', 'apply', '-k', folder, ...VALIDATED]))
          .trim()
          .split('\n');
        expect(lines.filter((line) => !line.endsWith(' serverside-applied (server dry run)'))).toEqual([]);
        expect(lines.length).toBeGreaterThan(6);
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  );
});
