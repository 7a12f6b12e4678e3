import type { ProjectConfig } from 'vitest/node';
import type { NeedName } from './needs.js';

// vitest.config.ts and scripts/test.mjs read this. Node itself runs it: types only that can be stripped.

/** Groups of lanes, from the fastest to the slowest, with what `npm test -- --help` says of them. */
export const TIERS = {
  unit: 'apps and libs, one module at a time',
  local: 'what npm start runs, from outside',
  stores: 'S3, STS and IAM of several servers',
  deploy: 'what is deployed: image, Lambda function, overlays, Terraform',
  cluster: 'the image and the overlays on Kubernetes',
} as const;

type Options = Pick<
  ProjectConfig,
  | 'env'
  | 'fileParallelism'
  | 'globalSetup'
  | 'hookTimeout'
  | 'isolate'
  | 'maxConcurrency'
  | 'maxWorkers'
  | 'testTimeout'
>;

/** Spec files that run together. */
export interface Lane {
  readonly name: string;
  readonly tier: keyof typeof TIERS;
  readonly description: string;
  readonly include: string[];
  /** Files that run after those of `include`, because they measure time. */
  readonly last?: string[];
  readonly needs?: readonly NeedName[];
  /** Whether CI passes without it. */
  readonly isOptional?: boolean;
  /** Whether a test that fails in CI fails again: no clock is involved, and no other process. */
  readonly neverRetries?: boolean;
  /** Times are in milliseconds. */
  readonly options?: Options;
}

const specs = (folder: string): string[] => [`test/${folder}/**/*.spec.ts`];
const seconds = (variable: string, otherwise: number): number =>
  Number(process.env[variable] ?? otherwise) * 1000;

const LOCAL = 'test/local/global-setup.ts';
const RADOSGW = 'test/identity/support/global-setup.ts';
const IDENTITY: Options = { maxConcurrency: 8, maxWorkers: 3, testTimeout: 120_000, hookTimeout: 60_000 }; // they wait more than they work

/** The S3 suite and the API's on one server. */
const store = (name: string, server: string, needs: readonly NeedName[]): Lane => ({
  name,
  tier: 'stores',
  description: `the S3 suite on ${server}`,
  include: [...specs('s3'), ...specs('api')],
  needs,
  options: {
    env: { TEST_TARGET: name },
    globalSetup: 'test/s3/global-setup.ts',
    isolate: false,
    testTimeout: 20_000,
  },
});

export const LANES: readonly Lane[] = [
  {
    name: 'unit',
    tier: 'unit',
    description: 'specs and properties of apps and libs',
    include: ['apps/**/*.spec.ts', 'libs/**/*.spec.ts'],
    neverRetries: true,
    options: { testTimeout: 30_000 }, // for thousands of random cases on a busy machine; what must be fast has a spec that says so
  },
  {
    name: 'local',
    tier: 'local',
    description: 'the API over the embedded S3',
    include: specs('local'),
    options: { globalSetup: LOCAL, testTimeout: 20_000 },
  },
  {
    name: 'fuzz',
    tier: 'local',
    description: 'FUZZ_SECONDS (5) each of requests that no client would send (npm run fuzz -- --help)',
    include: specs('fuzz'),
    options: { testTimeout: seconds('FUZZ_SECONDS', 5) + 60_000, hookTimeout: 60_000 },
  },
  {
    name: 'clients',
    tier: 'local',
    description: 'clients that generators make of the OpenAPI document, and whether older clients still fit',
    include: specs('clients'),
    needs: ['python', 'oasdiff'],
    options: { globalSetup: LOCAL, testTimeout: 120_000, hookTimeout: 120_000 },
  },
  {
    name: 'schemathesis',
    tier: 'local',
    description:
      'calls that the OpenAPI document allows, and others: SCHEMATHESIS_SECONDS (75) from SCHEMATHESIS_SEED (1) on',
    include: specs('schemathesis'),
    needs: ['python'],
    options: { testTimeout: seconds('SCHEMATHESIS_SECONDS', 75) + 120_000, hookTimeout: 60_000 },
  },
  {
    name: 'browser',
    tier: 'local',
    description: 'pages in Chromium',
    include: specs('browser'),
    needs: ['chromium'],
    options: { globalSetup: LOCAL, testTimeout: 30_000, hookTimeout: 30_000 },
  },
  store('embedded', 'the embedded S3', []),
  store('localstack', 'LocalStack', ['localstack']),
  store('radosgw', 'Ceph’s gateway', ['radosgw']),
  { ...store('external', 'the server that TEST_S3_ENDPOINT names', ['external']), isOptional: true },
  {
    name: 'identity',
    tier: 'stores',
    description: 'tokens, roles, lifetimes and faults, on Ceph’s gateway as STS and IAM',
    include: specs('identity/trust'),
    last: specs('identity/time'),
    needs: ['radosgw'],
    options: { ...IDENTITY, globalSetup: RADOSGW },
  },
  {
    name: 'aws-shape',
    tier: 'stores',
    description: 'the three ways to a role on LocalStack, which answers as AWS does',
    include: specs('identity/localstack'),
    needs: ['localstack'],
    options: IDENTITY,
  },
  {
    name: 'soak',
    tier: 'stores',
    description: 'a minute under load with faults, rotations and restarts (npm run soak -- --help)',
    include: specs('soak'),
    needs: ['radosgw'],
    options: { globalSetup: RADOSGW },
  },
  {
    name: 'kustomize',
    tier: 'deploy',
    description: 'the overlays, tenant:new and tenant:check',
    include: specs('kustomize'),
    needs: ['kustomize'],
    options: { testTimeout: 60_000 },
  },
  {
    name: 'terraform',
    tier: 'deploy',
    description: 'account B’s modules: evaluated by OpenTofu, their policies on Ceph’s gateway, checkov',
    include: specs('terraform'),
    needs: ['terraform', 'radosgw', 'kustomize'],
    options: { maxWorkers: 2, testTimeout: 60_000, hookTimeout: 60_000 },
  },
  {
    name: 'knative',
    tier: 'deploy',
    description: 'component knative before Knative’s own admission rules',
    include: specs('knative'),
    needs: ['knative'],
  },
  {
    name: 'prometheus',
    tier: 'deploy',
    description: 'metrics, alerts and dashboard before Prometheus and promtool',
    include: specs('prometheus'),
    needs: ['prometheus'],
    options: { testTimeout: 30_000, hookTimeout: 60_000 },
  },
  {
    name: 'lambda',
    tier: 'deploy',
    description: 'the Lambda function: packaged, in a process that talks to the runtime API',
    include: specs('lambda'),
    options: { globalSetup: 'test/lambda/global-setup.ts', testTimeout: 20_000 },
  },
  {
    name: 'image',
    tier: 'deploy',
    description: 'the container image: built, looked into, run and stopped',
    include: specs('image'),
    needs: ['image'],
    // What is measured is measured alone.
    options: {
      globalSetup: 'test/image/global-setup.ts',
      fileParallelism: false,
      testTimeout: 60_000,
      hookTimeout: 60_000,
    },
  },
  {
    name: 'kubernetes',
    tier: 'cluster',
    description:
      'the image and the overlays on a Kubernetes of one node, or on the cluster of TEST_KUBE_CONTEXT',
    include: specs('kubernetes'),
    needs: ['cluster', 'radosgw', 'imageToLoad'],
    // They wait more than they work.
    options: {
      globalSetup: 'test/kubernetes/global-setup.ts',
      maxWorkers: 3,
      testTimeout: 120_000,
      hookTimeout: 120_000,
    },
  },
];
