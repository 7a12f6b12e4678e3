import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { startEmbeddedS3, type EmbeddedS3 } from '#embedded-s3';
import { tenantEntry } from '../support/processes/in-process-api.js';
import { startEmbeddedSts, type EmbeddedSts } from '../targets/embedded-sts.js';
import { functionUrlEvent } from './support/events.js';
import { EXECUTION_ROLE, LambdaFunction } from './support/lambda-function.js';
import { SecretsManager } from './support/secrets-manager.js';

const BUCKET = 'team-a-files';
const ARN = 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:tenant-presign/sealing-abcdef';
const KEYS = JSON.stringify({
  keys: [{ kty: 'oct', kid: 'one', k: Buffer.alloc(32, 7).toString('base64url') }],
});
/** Milliseconds by which a start with a secret may take longer. */
const MAX_DELAY = 50;
/** The maximum number of measured starts of each kind, of which the shortest counts. */
const MOST_ROUNDS = 8;

interface Emf {
  readonly _aws: object;
  readonly [member: string]: unknown;
}

describe('the function, with its sealing keys in Secrets Manager', () => {
  let s3: EmbeddedS3;
  let sts: EmbeddedSts;
  let secrets: SecretsManager;
  let lambda: LambdaFunction;

  beforeAll(async () => {
    s3 = await startEmbeddedS3({ region: 'eu-west-1', buckets: [{ name: BUCKET, credentials: [] }] });
    sts = await startEmbeddedSts((credentials) => s3.addCredentials(BUCKET, credentials));
  });
  afterEach(async () => {
    await lambda[Symbol.asyncDispose]();
    await secrets[Symbol.asyncDispose]();
  });
  afterAll(async () => {
    sts.close();
    await s3.close();
  });

  async function start(text: string | undefined, withSecret = true): Promise<void> {
    secrets = await SecretsManager.start(text);
    const roleArn = 'arn:aws:iam::222222222222:role/team-a-presign';
    const credentials = { type: 'assume-role', source: { type: 'default' }, roleArn };
    lambda = await LambdaFunction.start({
      taskRoot: inject('taskRoot'),
      tenants: [tenantEntry('team-a', { account: '222222222222', endpoint: s3.endpoint, credentials })],
      env: {
        AWS_ENDPOINT_URL_STS: sts.endpoint,
        AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.endpoint,
        ...(withSecret && { SEALING_KEYS_SECRET: ARN }),
      },
    });
  }

  async function call(what: string, body: object) {
    const token = await lambda.issuer.token({ tenants: ['team-a'] });
    return lambda.invoke(
      functionUrlEvent({
        method: 'POST',
        target: `/v1/tenants/team-a/${what}`,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    );
  }
  const begin = () =>
    call('multipart-uploads', { key: 'large.bin', contentType: 'application/octet-stream' });

  it('seals with them, reads them once, and prints nothing of them', async () => {
    await start(KEYS);
    for (const _ of [1, 2]) expect(await begin()).toMatchObject({ statusCode: 201 });
    expect(secrets.calls).toHaveLength(1);
    const [{ target, headers, body }] = secrets.calls as [(typeof secrets.calls)[number]];
    expect(target).toBe('secretsmanager.GetSecretValue');
    expect(body).toEqual({ SecretId: ARN });
    expect(headers.authorization).toContain(`Credential=${EXECUTION_ROLE.AWS_ACCESS_KEY_ID}/`);
    expect(lambda.output).not.toContain(Buffer.alloc(32, 7).toString('base64url'));
  });

  it('without permission to read them signs, answers 503 where it must seal, and says why in its log', async () => {
    await start(undefined);
    const refused = await begin();
    expect(refused).toMatchObject({ statusCode: 503 });
    expect(JSON.parse(refused.body)).toMatchObject({ code: 'sealing_unavailable' });
    expect(refused.body).not.toContain('secretsmanager');
    expect(await call('downloads', { key: 'a' })).toMatchObject({ statusCode: 200 });
    expect(lambda.output).toContain('SEALING_KEYS_SECRET');
  });

  it('writes a line of metrics for each event, before it answers', async () => {
    await start(KEYS);
    await call('downloads', { key: 'a' });
    await call('downloads', { key: '../a' });
    lambda.freeze();
    const lines = () =>
      lambda.output
        .split('\n')
        .filter((line) => line.includes('"_aws"'))
        .map((line) => JSON.parse(line) as Emf);
    await expect.poll(lines).toHaveLength(2);
    expect(lines()).toEqual([
      expect.objectContaining({ FunctionName: 'presign', Requests: 1, Refusals: 0, Faults: 0, Signings: 1 }),
      expect.objectContaining({ FunctionName: 'presign', Requests: 1, Refusals: 1, Faults: 0, Signings: 0 }),
    ]);
  });

  it(`starts at most ${MAX_DELAY} ms later than without them`, { timeout: 60_000 }, async () => {
    const times = { with: Infinity, without: Infinity };
    const delay = () => times.with - times.without;
    for (let round = 0; round < 3 || (round < MOST_ROUNDS && delay() >= MAX_DELAY); round++) {
      for (const kind of ['without', 'with'] as const) {
        if (times.without !== Infinity) {
          await lambda[Symbol.asyncDispose]();
          await secrets[Symbol.asyncDispose]();
        }
        const from = performance.now();
        await start(KEYS, kind === 'with');
        await lambda.invoke(functionUrlEvent({ target: '/health/live' }));
        times[kind] = Math.min(times[kind], performance.now() - from);
      }
    }
    expect(delay()).toBeLessThan(MAX_DELAY);
    process.stderr.write(
      `start: ${Math.round(times.without)} ms, with a secret ${Math.round(times.with)} ms\n`,
    );
  });
});
