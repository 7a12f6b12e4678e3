import { existsSync } from 'node:fs';
import { whyNoVale } from '../scripts/words.mjs';
import { whyNoCompose } from './compose/availability.ts';
import { findRenderer } from '../apps/operator-cli/src/kustomize/renderer.ts';
import { whyNoGenerators, whyNoOasdiff, whyNoPython } from './clients/availability.ts';
import { whyNoActionlint } from './docs/availability.ts';
import { whyNoCompilers } from './generators/availability.ts';
import { whyNoImage } from './image/availability.ts';
import { whyNoKnative } from './knative/availability.ts';
import { whyNoCluster } from './kubernetes/availability.ts';
import { whyNoPrometheus } from './prometheus/availability.ts';
import { whyNoEmulation, whyNoRegistry } from './release/availability.ts';
import { whyNoSite } from './site/availability.ts';
import { whyUnavailable } from './targets/availability.ts';
import { findTools } from './terraform/support/tools.ts';

// Node itself runs this file, for scripts/test.mjs. It must contain only types that Node can strip.

interface Need {
  /** The name in `npm test -- --help`. */
  readonly label: string;
  /**
   * Returns in one line why this machine lacks the need; `undefined` if it has it. `mayPull` says whether images may be
   * pulled from a registry.
   */
  readonly whyNot: (options: {
    readonly mayPull: boolean;
  }) => string | undefined | Promise<string | undefined>;
}

const { env } = process;
const whyNot = (found: object | { readonly whyNot: string }): string | undefined =>
  'whyNot' in found ? found.whyNot : undefined;

/** The programs and services that lanes need in addition to Node and npm's packages. */
export const NEEDS = {
  python: { label: 'Python', whyNot: () => whyNoPython(env) },
  generators: { label: 'generators', whyNot: () => whyNoGenerators(env) },
  compilers: { label: 'Java, Go, Rust, Python', whyNot: () => whyNoCompilers() },
  oasdiff: { label: 'oasdiff', whyNot: () => whyNoOasdiff(env) },
  vale: { label: 'vale', whyNot: () => whyNoVale(env) },
  actionlint: { label: 'actionlint', whyNot: () => whyNoActionlint(env) },
  site: { label: 'packages of the site', whyNot: () => whyNoSite() },
  chromium: {
    label: 'Chromium',
    whyNot: () =>
      existsSync('/usr/bin/chromium')
        ? undefined
        : 'no Chromium (test/peers/chromium/install.sh installs it)',
  },
  localstack: { label: 'Docker', whyNot: (options) => whyUnavailable('localstack', options) },
  radosgw: { label: 'Ceph’s radosgw', whyNot: () => whyUnavailable('radosgw') },
  external: { label: 'TEST_S3_ENDPOINT', whyNot: () => whyUnavailable('external') },
  kustomize: { label: 'kubectl or kustomize', whyNot: () => whyNot(findRenderer(env)) },
  terraform: { label: 'OpenTofu, checkov', whyNot: () => whyNot(findTools(env)) },
  knative: { label: 'Go', whyNot: () => whyNoKnative(env) },
  prometheus: { label: 'Prometheus', whyNot: () => whyNoPrometheus(env) },
  registry: { label: 'a container registry', whyNot: () => whyNoRegistry() },
  emulation: { label: 'an emulator for arm64', whyNot: () => whyNoEmulation() },
  image: { label: 'Docker', whyNot: (options) => whyNoImage(options) },
  compose: { label: 'Docker Compose', whyNot: () => whyNoCompose() },
  imageToLoad: {
    label: 'Docker or TEST_IMAGE',
    whyNot: (options) => (env['TEST_IMAGE'] ? undefined : whyNoImage(options)),
  },
  cluster: { label: 'Linux and root, or TEST_KUBE_CONTEXT', whyNot: () => whyNoCluster(env) },
} satisfies Record<string, Need>;

export type NeedName = keyof typeof NEEDS;
