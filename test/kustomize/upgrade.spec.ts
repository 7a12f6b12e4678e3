import { chmodSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { runCaptured, type Captured } from '../../apps/operator-cli/testing/run-captured.js';
import { readCluster } from '../../apps/operator-cli/src/cluster/clusters.js';
import { render } from '../../apps/operator-cli/src/kustomize/renderer.js';
import { ENV, renderer, Workspace } from './support/workspace.js';

// Tests tenant:upgrade: what it writes, and what the overlays then render to. test/kubernetes/upgrade.spec.ts rolls it
// out.

const REPOSITORY = '111111111111.dkr.ecr.eu-west-1.amazonaws.com/tenant-presign';
const OLD = `${REPOSITORY}:0.1.0`;
const DIGEST = `sha256:${'5'.repeat(64)}`;
const VERSION = `0.3.0@${DIGEST}`;
const NEW = `${REPOSITORY}:${VERSION}`;
const OVERLAYS = ['team-a', 'team-b', 'team-c'];

const everything = () => new Workspace(...OVERLAYS, 'platform');
const upgrade = ({ layout, root }: Workspace, ...args: string[]): Promise<Captured> =>
  runCaptured(['tenant:upgrade', 'blue', ...args], { layout, cwd: root, env: ENV });
const imagesOf = ({ layout }: Workspace) =>
  OVERLAYS.map((name) => /^\s+(?:- )?image: (.*)$/m.exec(render(renderer(), layout.overlay(name)))![1]);
const profileOf = ({ layout }: Workspace) => {
  const { image, previousImage } = readCluster(layout, 'blue').profile!;
  return { image, previousImage };
};
const sources = (workspace: Workspace) =>
  ['clusters/blue.yaml', ...OVERLAYS.map((name) => `overlays/${name}/kustomization.yaml`)].map((path) => workspace.read(path)); // prettier-ignore

test('one tenant first, then all, then back; tenant:check accepts each step', async () => {
  const workspace = everything();
  const [profile, ...overlays] = sources(workspace);

  expect(await upgrade(workspace, '--to', VERSION, '--canary', 'team-b')).toMatchObject({
    code: 0,
    out: expect.stringContaining(`team-b: from ${OLD} to ${NEW}.\n`),
    err: '',
  });
  expect(imagesOf(workspace)).toEqual([OLD, NEW, OLD]);
  expect(workspace.read('clusters/blue.yaml')).toBe(profile);
  expect(await workspace.check('--update')).toMatchObject({ code: 0 });

  expect(await upgrade(workspace, '--to', VERSION)).toMatchObject({
    code: 0,
    out: expect.stringContaining(`team-b, team-a, team-c: from ${OLD} to ${NEW}.\n`), // the canary comes first
    err: '',
  });
  expect(imagesOf(workspace)).toEqual([NEW, NEW, NEW]);
  expect(profileOf(workspace)).toEqual({ image: NEW, previousImage: OLD });
  expect(sources(workspace).slice(1)).toEqual(overlays); // only one file has the version again
  expect(await workspace.check('--update')).toMatchObject({ code: 0 });

  expect(await upgrade(workspace, '--back')).toMatchObject({ code: 0, err: '' });
  expect(imagesOf(workspace)).toEqual([OLD, OLD, OLD]);
  expect(profileOf(workspace)).toEqual({ image: OLD, previousImage: NEW });
  expect(workspace.read('clusters/blue.yaml').replace(/^previousImage: .*\n/m, '')).toBe(profile); // comments remain
  expect(await workspace.check('--update')).toMatchObject({ code: 0 });

  expect(await upgrade(workspace, '--back')).toMatchObject({ code: 0 }); // back to the new version
  expect(profileOf(workspace)).toEqual({ image: NEW, previousImage: OLD });
});

test('a canary goes back to what the cluster runs, and its kustomization to what it was', async () => {
  const workspace = everything();
  const before = sources(workspace);
  await upgrade(workspace, '--to', VERSION, '--canary', 'team-a');
  expect(sources(workspace)).not.toEqual(before);
  expect(await upgrade(workspace, '--back', '--canary', 'team-a')).toMatchObject({ code: 0, err: '' });
  expect(sources(workspace)).toEqual(before);
});

test('a tenant that has another image of its own keeps it', async () => {
  const workspace = everything();
  await upgrade(workspace, '--to', `0.2.9@${DIGEST}`, '--canary', 'team-c');
  expect(await upgrade(workspace, '--to', VERSION)).toMatchObject({
    code: 0,
    out: expect.stringContaining(`team-c keeps its own image, ${REPOSITORY}:0.2.9@${DIGEST}.\n`),
  });
  expect(imagesOf(workspace)).toEqual([NEW, NEW, `${REPOSITORY}:0.2.9@${DIGEST}`]);
});

test.each([
  [['--to', '0.3.0'], 2, 'has no digest'],
  [['--to', '0.3.0@sha256:55'], 2, 'not sha256: and 64'],
  [['--to', `latest@${DIGEST}`], 2, 'which may name another image later'],
  [['--to', VERSION, '--back'], 2, 'exclude each other'],
  [['--canary', 'team-a'], 2, '--canary goes with'],
  [[], 2, 'Say what to do'],
  [['--back', '--timeout', 'soon'], 2, '--timeout is soon'],
  [['green', '--back'], 2, 'Name one cluster'],
  [['--back'], 1, 'clusters/blue.yaml has no previousImage'],
  [['--back', '--canary', 'team-a'], 1, 'there is no version to go back to'],
  [['--to', VERSION, '--canary', 'platform'], 1, 'There are: team-a, team-b, team-c.'],
  [['--to', VERSION, '--canary', 'team-d'], 1, 'has no overlay team-d'],
] as const)('refuses %j, and writes nothing', async (args, code, says) => {
  const workspace = everything();
  const before = sources(workspace);
  const refused = await upgrade(workspace, ...args);
  expect(refused).toMatchObject({ code, out: '', err: expect.stringContaining(says) as string });
  expect(sources(workspace)).toEqual(before);
});

test('refuses the version that runs, a second canary version, and images that are not its own', async () => {
  const workspace = everything();
  await upgrade(workspace, '--to', VERSION);
  for (const args of [
    ['--to', VERSION],
    ['--to', VERSION, '--canary', 'team-a'],
  ])
    expect(await upgrade(workspace, ...args)).toMatchObject({
      code: 1,
      err: expect.stringContaining('already'),
    });
  const next = `0.3.1@${DIGEST}`;
  await upgrade(workspace, '--to', next, '--canary', 'team-a');
  expect(await upgrade(workspace, '--to', next, '--canary', 'team-a')).toMatchObject({
    code: 1,
    err: expect.stringContaining('--back --canary team-a') as string,
  });
  workspace.append('overlays/team-b/kustomization.yaml', '\nimages: [{ name: sidecar, newTag: 1.0.0 }]\n');
  expect(await upgrade(workspace, '--to', next, '--canary', 'team-b')).toMatchObject({
    code: 1,
    err: expect.stringContaining('Edit them by hand') as string,
  });
});

test('refuses a cluster that there is none of, or whose profile has faults', async () => {
  const workspace = everything();
  const { layout, root } = workspace;
  expect(await runCaptured(['tenant:upgrade', 'green', '--back'], { layout, cwd: root })).toMatchObject({
    code: 2,
    err: 'There is no cluster green. There are: blue.\n',
  });
  workspace.replace('clusters/blue.yaml', 'cni: vpc-cni', 'cni: flannel');
  expect(await upgrade(workspace, '--to', VERSION)).toMatchObject({
    code: 1,
    err: expect.stringContaining('npm run cluster:render -- blue') as string,
  });
});

test('--apply without kubectl writes nothing', async () => {
  const workspace = everything();
  const before = sources(workspace);
  const { layout, root } = workspace;
  const args = ['tenant:upgrade', 'blue', '--to', VERSION, '--apply'];
  expect(await runCaptured(args, { layout, cwd: root, env: { PATH: '/nowhere' } })).toMatchObject({
    code: 2,
    err: expect.stringContaining('kubectl is not on PATH') as string,
  });
  expect(sources(workspace)).toEqual(before);
});

/** A kubectl that records its calls. test/kubernetes uses the real one. */
const RECORDING = `#!/bin/sh
printf '%s\\n' "$*" >> "$(dirname "$0")/calls"
case "$*" in *openid-configuration*) echo '{"issuer":"https://oidc.eks.eu-west-1.amazonaws.com/id/7A1C90D2E45B4F6680B3D9E2C5F1A847"}' ;; 'get namespace'*) echo there ;; esac
`;

test('--apply waits for each kind of overlay as it is made, canaries first', async () => {
  const workspace = new Workspace('team-a', 'team-c', 'shared', 'platform');
  workspace.write('kubectl', RECORDING);
  chmodSync(join(workspace.root, 'kubectl'), 0o755);
  const { layout, root } = workspace;
  await upgrade(workspace, '--to', VERSION, '--canary', 'team-c');
  const env = { PATH: [root, process.env['PATH']].join(delimiter) };
  const args = ['tenant:upgrade', 'blue', '--to', VERSION, '--apply', '--timeout', '9'];
  expect(await runCaptured(args, { layout, cwd: root, env })).toMatchObject({ code: 0, err: '' });
  const [issuer, ...calls] = workspace.read('calls').trimEnd().split('\n');
  expect(issuer).toContain('openid-configuration');
  const rollout = 'rollout status deployment/tenant-presign --timeout=9s';
  expect(calls.filter((call) => !call.startsWith('get namespace'))).toEqual([
    `apply -k ${layout.overlay('team-c')}`,
    '--namespace team-c wait --for=condition=Ready services.serving.knative.dev/tenant-presign --timeout=9s',
    `apply --server-side -k ${layout.overlay('shared')}`,
    `--namespace shared ${rollout}`,
    `apply -k ${layout.overlay('team-a')}`,
    `--namespace team-a ${rollout}`,
  ]);
});
