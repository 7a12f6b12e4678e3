import type { ProjectConfig } from 'vitest/node';
import type { NeedName } from './needs.js';

// vitest.config.ts and scripts/test.mjs read this file. Node itself runs it, so that it must contain only types that
// Node can strip.

type Options = Omit<ProjectConfig, 'name' | 'include' | 'sequence'>;

/** Spec files that run together in one run of Vitest. */
export interface Lane {
  readonly name: string;
  readonly description: string;
  /** The spec files. The default is the folder in `test` that has the lane's name. */
  readonly include?: string[];
  /** Files that run after those of `include`, because they measure time. */
  readonly last?: string[];
  readonly needs?: readonly NeedName[];
  /** Whether CI may pass without the lane. */
  readonly isOptional?: boolean;
  /** Whether CI doesn't retry a failed test, because the lane depends on no clock and on no other process. */
  readonly neverRetries?: boolean;
  /** Options of Vitest. Times are in milliseconds. */
  readonly options?: Options;
}

/** Lanes that test the same thing. */
export interface Tier {
  readonly name: string;
  readonly description: string;
  readonly lanes: readonly Lane[];
}

export const specs = (folder: string): string[] => [`test/${folder}/**/*.spec.ts`];
const seconds = (variable: string, otherwise: number): number =>
  Number(process.env[variable] ?? otherwise) * 1000;

const LOCAL = 'test/local/global-setup.ts';
const RADOSGW = 'test/identity/support/global-setup.ts';
// These tests mostly wait.
const IDENTITY: Options = { maxConcurrency: 8, maxWorkers: 3, testTimeout: 120_000, hookTimeout: 60_000 };

/** Returns a lane that runs the S3 suite and the API's suite on one server. */
const store = (name: string, server: string, needs: readonly NeedName[]): Lane => ({
  name,
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

/** The tiers, from the fastest to the slowest. */
export const TIERS: readonly Tier[] = [
  {
    name: 'unit',
    description: 'apps and libs, one module at a time',
    lanes: [
      {
        name: 'unit',
        description: 'specs and properties of apps and libs',
        include: ['apps/**/*.spec.ts', 'libs/**/*.spec.ts'],
        neverRetries: true,
        options: { testTimeout: 30_000 }, // for thousands of random cases on a busy machine
      },
      {
        name: 'docs',
        description:
          'every text against the word list of docs/contributing/writing.md; the workflows by actionlint; links',
        needs: ['vale', 'actionlint'],
        neverRetries: true,
        options: { testTimeout: 30_000 },
      },
    ],
  },
  {
    name: 'local',
    description: 'what npm start runs, from outside',
    lanes: [
      {
        name: 'local',
        description: 'the API over the embedded S3',
        options: { globalSetup: LOCAL, testTimeout: 20_000 },
      },
      {
        name: 'presign-cli',
        description: 'the command presign over the embedded S3',
        options: { globalSetup: LOCAL, testTimeout: 30_000, hookTimeout: 30_000 },
      },
      {
        name: 'scale',
        description:
          '10,000 tenants in a folder and a heap of 384 MiB: start, memory, changes under load (60 s)',
        options: { fileParallelism: false, testTimeout: 180_000, hookTimeout: 120_000 },
      },
      {
        name: 'fuzz',
        description: 'FUZZ_SECONDS (5) each of requests that no client would send (npm run fuzz -- --help)',
        options: { testTimeout: seconds('FUZZ_SECONDS', 5) + 60_000, hookTimeout: 60_000 },
      },
      {
        name: 'clients',
        description:
          'clients that generators make of the OpenAPI document, and whether older clients still fit',
        needs: ['python', 'oasdiff', 'generators'],
        options: { globalSetup: LOCAL, testTimeout: 120_000, hookTimeout: 120_000 },
      },
      {
        name: 'generators',
        description:
          'clients by ogen and openapi-generator, compiled and used where the OpenAPI document changed',
        needs: ['compilers'],
        options: { globalSetup: LOCAL, fileParallelism: false, testTimeout: 900_000 },
      },
      {
        name: 'schemathesis',
        description:
          'calls that the OpenAPI document allows, and others: SCHEMATHESIS_SECONDS (75) from SCHEMATHESIS_SEED (1) on',
        needs: ['python'],
        options: { testTimeout: seconds('SCHEMATHESIS_SECONDS', 75) + 120_000, hookTimeout: 60_000 },
      },
      {
        name: 'browser',
        description: 'pages in Chromium',
        needs: ['chromium'],
        options: { globalSetup: LOCAL, testTimeout: 30_000, hookTimeout: 30_000 },
      },
      {
        name: 'site',
        description: 'the site of the documentation: built, its links, search and diagrams',
        needs: ['site', 'chromium'],
        options: { testTimeout: 30_000, hookTimeout: 300_000 },
      },
    ],
  },
  {
    name: 'stores',
    description: 'S3, STS and IAM of several servers',
    lanes: [
      store('embedded', 'the embedded S3', []),
      store('localstack', 'LocalStack', ['localstack']),
      store('radosgw', 'Ceph’s gateway', ['radosgw']),
      { ...store('external', 'the server that TEST_S3_ENDPOINT names', ['external']), isOptional: true },
      {
        name: 'identity',
        description: 'tokens, roles, lifetimes and faults, on Ceph’s gateway as STS and IAM',
        include: specs('identity/trust'),
        last: specs('identity/time'),
        needs: ['radosgw'],
        options: { ...IDENTITY, globalSetup: RADOSGW },
      },
      {
        name: 'aws-shape',
        description: 'the three ways to a role on LocalStack, which answers as AWS does',
        include: specs('identity/localstack'),
        needs: ['localstack'],
        options: IDENTITY,
      },
      {
        name: 'soak',
        description: 'a minute under load with faults, rotations and restarts (npm run soak -- --help)',
        needs: ['radosgw'],
        options: { globalSetup: RADOSGW },
      },
    ],
  },
  {
    name: 'deploy',
    description: 'what is deployed: image, Lambda function, overlays, Terraform',
    lanes: [
      {
        name: 'kustomize',
        description: 'the overlays, tenant:new and tenant:check',
        needs: ['kustomize'],
        options: { testTimeout: 60_000 },
      },
      {
        name: 'terraform',
        description: 'account B’s modules: evaluated by OpenTofu, their policies on Ceph’s gateway, checkov',
        needs: ['terraform', 'radosgw', 'kustomize'],
        options: { maxWorkers: 2, testTimeout: 60_000, hookTimeout: 60_000 },
      },
      {
        name: 'knative',
        description: 'component knative before Knative’s own admission rules',
        needs: ['knative'],
      },
      {
        name: 'prometheus',
        description: 'metrics, alerts and dashboard before Prometheus and promtool',
        needs: ['prometheus'],
        options: { testTimeout: 30_000, hookTimeout: 60_000 },
      },
      {
        name: 'packages',
        description: 'the npm packages: packed, installed into an empty project, imported and compiled',
        options: { testTimeout: 120_000, hookTimeout: 120_000 },
      },
      {
        name: 'lambda',
        description: 'the Lambda function: packaged, in a process that talks to the runtime API',
        // Nothing else runs during measurements.
        options: {
          globalSetup: 'test/lambda/global-setup.ts',
          fileParallelism: false,
          testTimeout: 20_000,
        },
      },
      {
        name: 'release',
        description:
          'a release: version, tag, artefacts and the image of two architectures in a registry, which run (90 s)',
        needs: ['registry', 'image', 'emulation', 'oasdiff'],
        options: {
          globalSetup: 'test/release/global-setup.ts',
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        name: 'image',
        description: 'the container image: built, looked into, run and stopped',
        needs: ['image'],
        // Nothing else runs during measurements.
        options: {
          globalSetup: 'test/image/global-setup.ts',
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        name: 'compose',
        description: 'compose.yaml: built, started, used and stopped by Docker Compose',
        needs: ['image', 'compose'],
        options: { testTimeout: 60_000, hookTimeout: 300_000 },
      },
      {
        name: 'abuse',
        description:
          'the image under attack while an honest caller measures (240 s); ABUSE_SEED (1) varies it',
        needs: ['image'],
        options: {
          globalSetup: 'test/image/global-setup.ts',
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
  {
    name: 'cluster',
    description: 'the image and the overlays on Kubernetes',
    lanes: [
      {
        name: 'kubernetes',
        description:
          'the image and the overlays on a Kubernetes of one node, or on the cluster of TEST_KUBE_CONTEXT',
        needs: ['cluster', 'radosgw', 'imageToLoad'],
        // These tests mostly wait.
        options: {
          globalSetup: 'test/kubernetes/global-setup.ts',
          maxWorkers: 3,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
];

export const LANES: readonly Lane[] = TIERS.flatMap(({ lanes }) => lanes);
