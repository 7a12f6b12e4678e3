import './require-node.mjs';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { whyNoPython } from '../test/clients/availability.ts';
import { whyNoImage } from '../test/image/availability.ts';
import { whyNoCluster } from '../test/kubernetes/availability.ts';
import { whyNoKnative } from '../test/knative/availability.ts';
import { whyNoPrometheus } from '../test/prometheus/availability.ts';
import { whyUnavailable } from '../test/targets/availability.ts';
import { findTools } from '../test/terraform/support/tools.ts';
import { whyNoOasdiff } from './openapi/compatibility.mjs';
import { build, isBuilt } from './build.mjs';

// `npm test`: every lane that this machine can run, then one line for each: what ran, what did not and why.

const HELP = `Usage: npm test [-- LANE…]

  unit        specs and properties of apps and libs
  local       what npm start runs, from outside
  embedded    the S3 suite on the embedded S3
  localstack  the S3 suite on LocalStack (Docker)
  radosgw     the S3 suite on Ceph's gateway (Debian packages)
  external    the S3 suite on the server that TEST_S3_ENDPOINT names
  identity    tokens, roles, lifetimes and faults, on Ceph's gateway as STS and IAM
  soak        a minute under load with faults, rotations and restarts (Debian packages)
  aws-shape   the three ways to a role on LocalStack, which answers as AWS does (Docker)
  clients     the TypeScript and the Python client that generators make of the OpenAPI document, and
              whether older clients still fit (Python, Go)
  schemathesis  what npm start runs, called in every way that the document allows and in others, for SCHEMATHESIS_SECONDS
              (75) from SCHEMATHESIS_SEED (1) on (Python)
  fuzz        five seconds each of what nobody would send (npm run fuzz -- --help)
  browser     pages in Chromium (Debian's package)
  kustomize   the overlays, tenant:new and tenant:check (kubectl or kustomize)
  terraform   account B’s modules: evaluated by OpenTofu, their policies on radosgw, checkov (Go, Python, Debian packages)
  knative     component knative before Knative's own admission rules (Go)
  prometheus  metrics, alerts and dashboard before Prometheus and promtool (Debian package)
  lambda      the Lambda function: packaged, in a process that talks to the runtime API
  image       the container image: built, looked into, run and stopped (Docker)
  kubernetes  the image and the overlays on a Kubernetes of one node (Linux, root, Docker), or on the cluster of the
              kubectl context that TEST_KUBE_CONTEXT names

Without names: all that this machine has what they need for. With names a lane that can't run has failed;
with CI=true any but external.
`;

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = join(root, 'test-results');

const mayPull = (name) => names.includes(name) && process.env.CI !== 'true';
const target = (name, config = 'test/vitest.s3.config.ts', laneName = name) => ({
  config,
  env: { TEST_TARGET: name },
  whyNot: () => whyUnavailable(name, { mayPull: mayPull(laneName) }),
});

const LANES = {
  unit: { config: 'vitest.config.ts' },
  local: { config: 'test/vitest.local.config.ts' },
  embedded: target('embedded'),
  localstack: target('localstack'),
  radosgw: target('radosgw'),
  external: { ...target('external'), optional: true },
  identity: target('radosgw', 'test/vitest.identity.config.ts'),
  soak: target('radosgw', 'test/vitest.soak.config.ts'),
  'aws-shape': target('localstack', 'test/vitest.identity.config.ts', 'aws-shape'),
  browser: {
    config: 'test/vitest.browser.config.ts',
    whyNot: () =>
      existsSync('/usr/bin/chromium')
        ? undefined
        : 'no Chromium (test/peers/chromium/install.sh installs it)',
  },
  clients: {
    config: 'test/vitest.clients.config.ts',
    whyNot: () => whyNoPython(process.env) ?? whyNoOasdiff(process.env),
  },
  schemathesis: { config: 'test/vitest.schemathesis.config.ts', whyNot: () => whyNoPython(process.env) },
  fuzz: { config: 'test/vitest.fuzz.config.ts' },
  kustomize: {
    config: 'test/vitest.kustomize.config.ts',
    whyNot: async () =>
      (await import('../dist/apps/operator-cli/src/kustomize/renderer.js')).findRenderer(process.env).whyNot,
  },
  terraform: {
    config: 'test/vitest.terraform.config.ts',
    whyNot: async () =>
      findTools(process.env).whyNot ?? (await whyUnavailable('radosgw')) ?? (await LANES.kustomize.whyNot()),
  },
  knative: { config: 'test/vitest.knative.config.ts', whyNot: () => whyNoKnative(process.env) },
  prometheus: { config: 'test/vitest.prometheus.config.ts', whyNot: () => whyNoPrometheus(process.env) },
  lambda: { config: 'test/vitest.lambda.config.ts' },
  image: {
    config: 'test/vitest.image.config.ts',
    whyNot: () => whyNoImage({ mayPull: mayPull('image') }),
  },
  kubernetes: {
    config: 'test/vitest.kubernetes.config.ts',
    whyNot: async () =>
      (await whyNoCluster(process.env)) ??
      (await whyUnavailable('radosgw')) ??
      (process.env.TEST_IMAGE ? undefined : await whyNoImage({ mayPull: mayPull('kubernetes') })),
  },
};

const names = process.argv.slice(2);
const unknown = names.filter((name) => !Object.hasOwn(LANES, name));
if (unknown.length > 0) {
  process.stdout.write(HELP);
  process.exit(unknown.some((name) => name === '--help' || name === '-h') ? 0 : 2);
}

if (!isBuilt()) build();
mkdirSync(reports, { recursive: true });
const results = [];
for (const name of names.length > 0 ? names : Object.keys(LANES)) results.push(await lane(name, LANES[name]));
summarise(results);

/** Runs one lane in a process of its own, or says why it can't. */
async function lane(name, { config, env, whyNot, optional }) {
  const why = await whyNot?.();
  if (why !== undefined) {
    const mandatory = names.length > 0 || (process.env.CI === 'true' && !optional);
    return { name, seconds: 0, passed: 0, failed: mandatory ? 1 : 0, why };
  }
  const started = performance.now();
  const report = join(reports, `${name}.json`);
  rmSync(report, { force: true });
  process.stdout.write(`\n${name}\n`);
  spawnSync(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      `--config=${config}`,
      '--reporter=dot',
      // A busy CI machine may be late once; unit specs depend on no clock, so what fails there has failed.
      ...(process.env.CI === 'true' && name !== 'unit' ? ['--retry=1'] : []),
      ...(config.includes('.s3.') ? ['--reporter=./test/s3/reporter.ts'] : []),
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } },
  );
  return { name, seconds: Math.round((performance.now() - started) / 1000), ...countsOf(report) };
}

/** A lane that wrote no report, or some of whose files could not be loaded, has failed. */
function countsOf(report) {
  try {
    const { numPassedTests: passed, numFailedTests, success } = JSON.parse(readFileSync(report, 'utf8'));
    return { passed, failed: numFailedTests === 0 && !success ? 1 : numFailedTests };
  } catch {
    return { passed: 0, failed: 1 };
  }
}

function summarise(lanes) {
  process.stdout.write('\n');
  for (const { name, seconds, passed, failed, why } of lanes) {
    const words =
      why === undefined ? `${passed} passed, ${failed} failed in ${seconds} s` : `not run: ${why}`;
    process.stdout.write(`${name.padEnd(10)} ${words}\n`);
  }
  const sum = (key) => lanes.reduce((total, each) => total + each[key], 0);
  process.stdout.write(`\n${sum('passed')} passed, ${sum('failed')} failed\n`);
  if (sum('failed') > 0 || sum('passed') === 0) process.exitCode = 1;
}
