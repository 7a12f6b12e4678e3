import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { Layout } from '../../../apps/operator-cli/src/kustomize/layout.js';
import { runCaptured } from '../../../apps/operator-cli/testing/run-captured.js';
import type { ClusterData } from './cluster.js';
import { profileOf } from './profile.js';
import { OVERLAYS, writeOverlayIn, type TestOverlaySpec } from './test-overlay.js';

/** A copy of deploy/kustomize in which cluster blue has the settings of the lane's cluster. */
export class OperatorWorkspace implements AsyncDisposable {
  private constructor(readonly layout: Layout) {}

  /** Makes a copy of deploy/kustomize. @param overlays the overlays of the copy, by their namespaces */
  static async make(
    cluster: ClusterData,
    ...overlays: readonly TestOverlaySpec[]
  ): Promise<OperatorWorkspace> {
    const root = await mkdtemp(join(tmpdir(), 'operator-kustomize-'));
    const layout = new Layout(root, root);
    for (const folder of ['base', 'components'])
      await cp(join(OVERLAYS, '..', folder), join(root, folder), { recursive: true });
    const blue = parse(await readFile(join(OVERLAYS, '../clusters/blue.yaml'), 'utf8')) as object;
    await cp(join(OVERLAYS, '../clusters/blue'), layout.cluster('blue'), { recursive: true });
    await writeFile(layout.profile('blue'), stringify(blue));
    const workspace = new OperatorWorkspace(layout);
    await workspace.changeProfile(await profileOf(cluster));
    for (const spec of overlays) await writeOverlayIn(layout.overlay(spec.namespace), cluster, spec);
    return workspace;
  }

  /** Changes settings of the profile, and renders the cluster's components. */
  async changeProfile(settings: object): Promise<void> {
    const path = this.layout.profile('blue');
    const before = parse(await readFile(path, 'utf8')) as object;
    await writeFile(path, stringify({ ...before, ...settings }));
    const { code, err } = await runCaptured(['cluster:render', 'blue'], { layout: this.layout });
    if (code !== 0) throw new Error(err);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.layout.root, { recursive: true });
  }
}
