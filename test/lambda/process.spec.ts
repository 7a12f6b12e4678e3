import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, inject, it } from 'vitest';
import { startEmbeddedS3, type EmbeddedS3 } from '#embedded-s3';
import type { SigningAnswer } from '../../apps/api/src/signing/signing.response.js';
import { use } from '../support/clients/api-client.js';
import { tenantEntry } from '../support/processes/in-process-api.js';
import { startEmbeddedSts, type EmbeddedSts } from '../targets/embedded-sts.js';
import { functionUrlEvent, httpApiEvent } from './support/events.js';
import { EXECUTION_ROLE, LambdaFunction } from './support/lambda-function.js';

const BUCKET = 'team-a-files';
const ROLE = 'arn:aws:iam::222222222222:role/team-a-presign';

describe('the function, run as Lambda runs it', () => {
  let s3: EmbeddedS3;
  let sts: EmbeddedSts;
  let lambda: LambdaFunction;

  beforeAll(async () => {
    s3 = await startEmbeddedS3({ region: 'eu-west-1', buckets: [{ name: BUCKET, credentials: [] }] });
    sts = await startEmbeddedSts((credentials) => s3.addCredentials(BUCKET, credentials));
  });
  afterEach(() => lambda[Symbol.asyncDispose]());
  afterAll(async () => {
    sts.close();
    await s3.close();
  });

  async function start(credentials: object, endpoint = sts): Promise<void> {
    const place = { account: '222222222222', endpoint: s3.endpoint };
    lambda = await LambdaFunction.start({
      taskRoot: inject('taskRoot'),
      tenants: [tenantEntry('team-a', { ...place, credentials })],
      env: { AWS_ENDPOINT_URL_STS: endpoint.endpoint },
    });
  }

  const assumedRole = { type: 'assume-role', source: { type: 'default' }, roleArn: ROLE };

  async function asked(what: string, body: object) {
    const token = await lambda.issuer.token({ tenants: ['team-a'] });
    return {
      method: 'POST',
      target: `/v1/tenants/team-a/${what}`,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    };
  }

  const signed = async (what: string, body: object) =>
    JSON.parse((await lambda.invoke(functionUrlEvent(await asked(what, body)))).body) as SigningAnswer;

  it('signs as the tenant’s role, which its own role assumes once for all events of the process', async () => {
    const before = sts.calls.length;
    await start(assumedRole);
    const upload = await signed('uploads', { key: 'hello.txt', contentType: 'text/plain' });
    expect(await use(upload, { body: 'hello' })).toMatchObject({ status: 200 });
    const download = await signed('downloads', { key: 'hello.txt' });
    expect(await use(download)).toMatchObject({ status: 200, text: 'hello' });

    const calls = sts.calls.slice(before);
    expect(calls).toHaveLength(1);
    expect(calls[0]!.parameters.get('RoleArn')).toBe(ROLE);
    expect(calls[0]!.headers).toMatchObject({
      authorization: expect.stringContaining(`Credential=${EXECUTION_ROLE.AWS_ACCESS_KEY_ID}/`) as string,
      'x-amz-security-token': EXECUTION_ROLE.AWS_SESSION_TOKEN,
    });
  });

  it('never signs with its own role’s credentials, of which no one knows the end', async () => {
    await start({ type: 'default' });
    const answer = await lambda.invoke(functionUrlEvent(await asked('downloads', { key: 'a' })));
    expect(answer).toMatchObject({
      statusCode: 503,
      headers: { 'retry-after': expect.any(String) as string },
    });
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'credentials_lifetime_unknown' });
    expect(answer.body).not.toContain('X-Amz-');
    expect(lambda.output).not.toContain('"msg":"signing"');
  });

  it('has written its lines when it answers, and no secret', async () => {
    await start(assumedRole);
    for (const eventOf of [functionUrlEvent, httpApiEvent]) {
      const answer = await lambda.invoke(eventOf(await asked('downloads', { key: 'a' })));
      lambda.freeze(); // output that isn't written now would appear only with the next event
      const { url, signingId } = JSON.parse(answer.body) as SigningAnswer;
      await expect
        .poll(() => lambda.output)
        .toContain(`"requestId":"${answer.headers['x-request-id']}","method"`);
      const written = lambda.output;
      expect(written).toContain(`"signingId":"${signingId}"`);
      expect(written).not.toContain(new URL(url).searchParams.get('X-Amz-Signature'));
      expect(written).not.toContain(EXECUTION_ROLE.AWS_SECRET_ACCESS_KEY);
      expect(written).not.toContain(EXECUTION_ROLE.AWS_SESSION_TOKEN);
    }
  });

  it('renews credentials that ended while it stood still', async () => {
    const shortLived = await startEmbeddedSts((credentials) => s3.addCredentials(BUCKET, credentials), 3);
    await start(assumedRole, shortLived);
    const before = await signed('uploads', { key: 'a', contentType: 'text/plain' });
    expect(before.limitedBy).toBe('credentials');
    lambda.freeze();
    await sleep(Date.parse(before.expiresAt) + 1000 - Date.now());
    const after = await signed('uploads', { key: 'a', contentType: 'text/plain' });
    expect(await use(after, { body: 'a' })).toMatchObject({ status: 200 });
    expect(shortLived.calls).toHaveLength(2);
    shortLived.close();
  });

  it('reports an event that it can’t read, and serves the next', async () => {
    await start(assumedRole);
    await expect(lambda.runtime.invoke({ version: '1.0', httpMethod: 'GET' })).rejects.toMatchObject({
      errorType: 'TypeError',
      errorMessage: expect.stringContaining('payload format 2.0') as string,
    });
    const answer = await lambda.invoke(functionUrlEvent({ target: '/health/live' }));
    expect(answer).toMatchObject({ statusCode: 200, body: '{"status":"up"}' });
    expect(lambda.child.exitCode).toBeNull();
  });

  it('is ready from its first event, its role being proven while it is initialised', async () => {
    await start(assumedRole);
    const answer = await lambda.invoke(functionUrlEvent({ target: '/health/ready' }));
    expect(answer).toMatchObject({ statusCode: 200, body: '{"status":"up"}' });
  });

  it('ends its initialisation with the errors of the tenant file', async () => {
    await start({ ...assumedRole, roleArn: 'team-a-presign' });
    const error = await lambda.runtime.initError.promise;
    expect(error.errorType).toBe('TenantFileError');
    expect(error.errorMessage).toMatch(
      /tenants\.yaml:\d+: tenants\[0\]\.credentials\.roleArn must be the ARN of a role/,
    );
    const [code] = (await once(lambda.child, 'close')) as [number];
    expect(code).not.toBe(0);
  });

  it('ends its initialisation without TENANTS_FILE', async () => {
    lambda = await LambdaFunction.start({
      taskRoot: inject('taskRoot'),
      tenants: [],
      env: { TENANTS_FILE: '' },
    });
    expect(await lambda.runtime.initError.promise).toMatchObject({
      errorMessage: expect.stringContaining('TENANTS_FILE is not set') as string,
    });
  });
});
