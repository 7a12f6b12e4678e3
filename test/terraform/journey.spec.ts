import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  runJourney,
  type Cloud,
  type DeployedApi,
} from '../../apps/operator-cli/src/commands/test-aws/journey.js';
import { readOptions } from '../../apps/operator-cli/src/commands/test-aws/options.js';
import { namesOf, rootOf } from '../../apps/operator-cli/src/commands/test-aws/root.js';
import { tenantFileOf } from '../../apps/operator-cli/src/commands/test-aws/tenant-file.js';
import {
  POLICY_NAME,
  denyIssuedBefore,
  secondAfter,
} from '../../apps/operator-cli/src/commands/tenant-revoke/revocation.js';
import { functionUrlEvent } from '../lambda/support/events.js';
import { LambdaFunction } from '../lambda/support/lambda-function.js';
import { AccountB } from '../support/clients/account-b.js';
import { ClusterIssuer } from '../support/fakes/cluster-issuer.js';
import { Radosgw } from '../support/processes/radosgw.js';
import type { Policy } from './support/outputs.js';
import { becomeByToken } from './support/sessions.js';
import { Workspace, hasStandIn } from './support/terraform.js';

// Rehearses npm run test:aws without AWS: the same journey on the same root. Its apply step differs, and says so.

type Documents = Readonly<Record<string, string | null>>;

/** The cloud of the rehearsal: Ceph's gateway for S3, IAM and STS, and the packaged function as a process. */
class Rehearsal implements Cloud {
  readonly applying =
    'Rehearsal: OpenTofu evaluates the root with a schema of the AWS provider, and a program puts the rendered policies on Ceph’s gateway.';
  readonly notShown = [
    'the AWS provider, Lambda and its URL, CloudWatch: the packaged function runs as a process',
    'the function role’s trust in lambda.amazonaws.com: a token gives its session',
    'external ids, the bucket’s policy and its Region: Ceph’s gateway does not know them',
  ];
  readonly cost = 'nothing';
  readonly names = [];
  readonly done: string[] = [];
  #function: LambdaFunction | undefined;

  constructor(
    readonly options: ReturnType<typeof readOptions>,
    private readonly accounts: readonly [AccountB, AccountB],
    private readonly cluster: ClusterIssuer,
    private readonly taskRoot: string,
  ) {}

  account(index: 0 | 1): Promise<string> {
    return Promise.resolve(this.accounts[index].id);
  }

  existing(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }

  async apply(): Promise<DeployedApi> {
    this.done.push('apply');
    const { functionPolicies, tenantPolicies } = await this.#render();
    const [a, b] = this.accounts;
    const names = namesOf(this.options.runId);
    await a.addProvider(this.cluster);
    const permissions = JSON.parse(functionPolicies['permissions']!) as Policy;
    const byToken = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Federated: `arn:aws:iam::${a.id}:oidc-provider/${this.cluster.name}` },
          Action: 'sts:AssumeRoleWithWebIdentity',
        },
      ],
    };
    // The gateway accepts no action of CloudWatch, and no resource of another account.
    const chain = permissions.Statement.filter(({ Sid }) => Sid === 'TenantsRoles').map((statement) => ({
      ...statement,
      Resource: `arn:aws:iam::*:role/${names.tenantRole}`,
    }));
    const role = await a.createRole(names.functionRole, byToken, { Version: '2012-10-17', Statement: chain });
    const trust = JSON.parse(tenantPolicies['trust']!) as Policy;
    const withoutConditions = trust.Statement.map((statement) => ({ ...statement, Condition: undefined }));
    await b.createBucket(names.bucket);
    await b.createRole(
      names.tenantRole,
      { ...trust, Statement: withoutConditions },
      JSON.parse(tenantPolicies['s3']!) as object,
    );
    return this.#start(role);
  }

  async revoke(): Promise<void> {
    await this.accounts[1].iam.send(
      new PutRolePolicyCommand({
        RoleName: namesOf(this.options.runId).tenantRole,
        PolicyName: POLICY_NAME,
        PolicyDocument: denyIssuedBefore(secondAfter(Date.now())),
      }),
    );
  }

  async destroy(): Promise<void> {
    this.done.push('destroy');
    await this.#function?.[Symbol.asyncDispose]();
  }

  /** Starts the function. Its own credentials are a session of its role. */
  async #start(role: string): Promise<DeployedApi> {
    const { endpoint } = this.accounts[1];
    const pod = { namespace: 'function', serviceAccount: 'function' };
    const session = await becomeByToken(endpoint, role, await this.cluster.token(pod));
    const [tenant] = tenantFileOf(this.options).tenants;
    this.#function = await LambdaFunction.start({
      taskRoot: this.taskRoot,
      tenants: [{ ...tenant, issuers: ['platform'], region: 'us-east-1', endpoint, forcePathStyle: true }],
      env: {
        AWS_ENDPOINT_URL_STS: endpoint,
        AWS_ACCESS_KEY_ID: session.accessKeyId,
        AWS_SECRET_ACCESS_KEY: session.secretAccessKey,
        AWS_SESSION_TOKEN: session.sessionToken!,
      },
    });
    const lambda = this.#function;
    return {
      token: () => lambda.issuer.token({ tenants: [tenant!.id] }),
      call: async (target, body, token) => {
        const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
        const headers = { 'content-type': 'application/json', ...authorization };
        const event = functionUrlEvent({ method: 'POST', target, headers, body: JSON.stringify(body) });
        const broken = lambda.runtime.initError.promise.then(({ errorMessage }) => {
          throw new Error(errorMessage);
        });
        const { statusCode: status, body: text } = await Promise.race([lambda.invoke(event), broken]);
        return { status, body: text };
      },
    };
  }

  async #render() {
    const workspace = new Workspace({ keep: true });
    try {
      mkdirSync(join(workspace.root, 'journey'));
      const zip = join(workspace.root, 'lambda.zip');
      writeFileSync(zip, '');
      const provider = (index: 0 | 1) => ({
        assume_role: [{ role_arn: `arn:aws:iam::${this.accounts[index].id}:role/terraform` }],
      });
      const root = rootOf(this.options, '../modules', zip, provider);
      writeFileSync(join(workspace.root, 'journey/main.tf.json'), JSON.stringify(root));
      await workspace.init('journey');
      await workspace.succeed('journey', 'apply', '-auto-approve', '-input=false', '-no-color');
      const outputs = JSON.parse(await workspace.succeed('journey', 'output', '-json')) as Record<
        string,
        { value: Documents }
      >;
      return {
        functionPolicies: outputs['function_policies']!.value,
        tenantPolicies: outputs['tenant_policies']!.value,
      };
    } finally {
      workspace.remove();
    }
  }
}

describe.runIf(hasStandIn)('npm run test:aws, rehearsed', () => {
  const stack = new AsyncDisposableStack();
  let taskRoot: string;
  let radosgw: Radosgw;
  beforeAll(async () => {
    taskRoot = mkdtempSync(join(tmpdir(), 'journey-'));
    stack.defer(() => rmSync(taskRoot, { recursive: true }));
    await promisify(execFile)(process.execPath, ['scripts/package.mjs', 'lambda', taskRoot]);
    radosgw = await Radosgw.start();
    stack.defer(() => radosgw.stop());
  });
  afterAll(() => stack.disposeAsync());

  async function rehearse(change: (rehearsal: Rehearsal) => void = () => {}) {
    await using own = new AsyncDisposableStack();
    const cluster = own.use(await ClusterIssuer.start());
    const accounts = [await AccountB.create(radosgw), await AccountB.create(radosgw)] as const;
    const args = ['--accounts', accounts.map(({ id }) => id).join(','), '--profiles', 'a,b', '--yes'];
    const id = `tp-${String(Date.now()).slice(-8)}`;
    const rehearsal = new Rehearsal(
      readOptions(args, () => id),
      accounts,
      cluster,
      taskRoot,
    );
    change(rehearsal);
    const silent = { say: () => {}, ask: () => Promise.resolve(false) };
    return { rehearsal, report: await runJourney(rehearsal.options, rehearsal, silent, 8_000) };
  }

  test('goes all the way, says what it did instead, and what it did not show', async () => {
    const { rehearsal, report } = await rehearse();
    expect(report.failure).toBeUndefined();
    expect(report.shown).toEqual([
      'both accounts were applied',
      'an object was put by a signed URL',
      'it was fetched by a signed URL, unchanged',
      'no token, a key outside the grants and another tenant were refused',
      'S3 refused a changed URL, and an upload without its signed header',
      'a live URL was refused after its session was revoked',
      'everything of the run was destroyed',
    ]);
    expect(report.applying).toContain('Rehearsal');
    expect(report.notShown.length).toBeGreaterThan(2);
    expect(rehearsal.done).toEqual(['apply', 'destroy']);
  });

  test('sees that a revocation does nothing, and destroys', async () => {
    const { rehearsal, report } = await rehearse((each) => {
      each.revoke = () => Promise.resolve();
    });
    expect(report.failure).toContain('a URL of a revoked session: expected 403, got 200');
    expect(rehearsal.done).toEqual(['apply', 'destroy']);
  });
});
