import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CHAINED, GOOD, ROLE } from './support/team-d.js';
import { Workspace } from './support/workspace.js';

describe('an overlay', () => {
  test.each([
    ['irsa', []],
    ['irsa-namespace', ['--create-namespace', '--cluster', 'blue']],
    ['irsa-hpa-host', ['--scale', 'hpa', '--host', 'team-d.presign.example']],
    ['irsa-keda', ['--credentials', 'irsa', '--scale', 'keda']],
    ['irsa-knative', ['--scale', 'knative']],
    ['pod-identity', ['--credentials', 'pod-identity']],
    [
      'pod-identity-kms',
      [
        '--credentials',
        'pod-identity',
        '--region',
        'us-east-1',
        '--kms-key-arn',
        'arn:aws:kms:us-east-1:555555555555:key/0b8f6e2a-4c1d-4f57-9a3e-6d2c81f0b9e4',
        '--image',
        `registry.example:5000/tenant-presign:1.2.3@sha256:${'0a'.repeat(32)}`,
      ],
    ],
    ['chained', [...CHAINED, '--external-id', 'tenant-presign/team-d']],
    ['irsa-keys', ['--keys', 'kubernetes']],
    ['irsa-knative-keys', ['--scale', 'knative', '--keys', 'kubernetes']],
    ['chained-knative', [...CHAINED, '--scale', 'knative']],
  ])('%s is as kept in golden/, and nothing is wrong with it', async (name, options) => {
    const workspace = new Workspace('team-a', 'team-b', 'team-c');
    expect(await workspace.new(...GOOD, ...options)).toMatchObject({ code: 0, err: '' });
    expect(await workspace.check()).toMatchObject({ code: 0, err: '' });
    const files = readdirSync(join(workspace.root, 'overlays/team-d'), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.yaml'))
      .toSorted();
    const whole = files.map((file) => `--- ${file}\n${workspace.read(`overlays/team-d/${file}`)}`).join('');
    await expect(whole).toMatchFileSnapshot(`golden/${name}.txt`);
  });

  test.each([
    ['d'.repeat(56), []],
    ['d'.repeat(49), CHAINED],
  ])('has a name as long as IAM takes of its roles: %s', async (name, options) => {
    const workspace = new Workspace('team-a');
    expect(await workspace.new(name, ...GOOD.slice(1), ...options)).toMatchObject({ code: 0, err: '' });
  });

  test('says what it wrote and what comes next; the same call again changes nothing', async () => {
    const workspace = new Workspace('team-a');
    const first = await workspace.new(...GOOD);
    expect(first.out).toContain(
      'Wrote overlays/team-d: kustomization.yaml, tenants.yaml, service-account.yaml.',
    );
    expect(first.out).toContain(`${ROLE} trusts system:serviceaccount:team-d:tenant-presign.`);
    expect(first.out).toContain('kubectl create secret generic tenant-presign-sealing --namespace team-d');
    const written = workspace.read('overlays/team-d/tenants.yaml');
    expect(await workspace.new(...GOOD)).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('exists already, with the same content.'),
    });
    expect(workspace.read('overlays/team-d/tenants.yaml')).toBe(written);
  });

  test('gets an audience of its own, and holds no secret', async () => {
    const workspace = new Workspace('team-a');
    await workspace.new(...GOOD);
    const tenants = workspace.read('overlays/team-d/tenants.yaml');
    expect(tenants).toContain('audience: tenant-presign/team-d');
    const all = readdirSync(join(workspace.root, 'overlays/team-d')).map((file) =>
      workspace.read(`overlays/team-d/${file}`),
    );
    expect(all.join('')).not.toMatch(/"k"|"kty"|kind: Secret/);
  });

  test('that someone has edited is left alone', async () => {
    const workspace = new Workspace('team-a');
    await workspace.new(...GOOD);
    workspace.append('overlays/team-d/tenants.yaml', '# ours\n');
    workspace.write('overlays/team-d/extra.yaml', '');
    const { code, err } = await workspace.new(...GOOD);
    expect(code).toBe(1);
    expect(err).toBe(
      'overlays/team-d exists already, and these files differ: tenants.yaml, extra.yaml.\nNothing was written. Edit the files, or move the folder away first.\n',
    );
    expect(workspace.read('overlays/team-d/tenants.yaml')).toMatch(/# ours\n$/);
  });

  test('is written without kubectl and kustomize too, and says what is left to do', async () => {
    const workspace = new Workspace('team-a');
    const { code, out } = await workspace.runIn(
      { PATH: '', TENANT_PRESIGN_CACHE: workspace.root },
      'new',
      ...GOOD,
    );
    expect(code).toBe(0);
    expect(out).toContain('It was not rendered: neither kubectl nor kustomize is on PATH');
    expect(readdirSync(join(workspace.root, 'overlays'))).toEqual(['team-a', 'team-d']);
  });
});
