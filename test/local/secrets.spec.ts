import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiClient } from '../support/clients/api-client.js';
import { send } from '../support/clients/http.js';
import { startLocalProcess, type LocalProcess } from '../support/processes/local-process.js';

const SEALED = 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..c2VhbGVk.c2VhbGVk.c2VhbGVk';
const GARBAGE = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJpbnRydWRlciJ9.c2lnbmF0dXJl';
const json = { 'content-type': 'application/json' };

describe('what the process writes', () => {
  let local: LocalProcess;
  const secrets: string[] = [];

  beforeAll(async () => {
    local = await startLocalProcess();
    const { url, management, tenants } = local.ready;
    const token = tenants['team-a']!.token;
    const client = new ApiClient(url, 'team-a', token);
    const tokens = Object.values(tenants).map((tenant) => tenant.token);
    secrets.push(SEALED, GARBAGE, ...tokens, ...tokens.map((each) => each.split('.')[2]!));

    for (const what of ['downloads', 'uploads'] as const) {
      const answer = await client.sign(what, { key: 'a.txt' });
      secrets.push(answer.url, new URL(answer.url).searchParams.get('X-Amz-Signature')!);
      await send(answer.url, { method: answer.method });
      await client.post(`/${what}`, { key: answer.url, filename: answer.url });
      await client.post('/explanations', { url: answer.url });
    }
    await send(`${url}/v1/tenants/team-a/downloads?access_token=${token}`, {
      method: 'POST',
      headers: json,
      body: '{}',
    });
    await send(`${url}/v1/tenants/${token}/downloads`, { method: 'POST', headers: json, body: '{}' });
    await send(`${url}/${token}`, { headers: { 'x-request-id': token, referer: `${url}/?t=${token}` } });
    await new ApiClient(url, 'team-a', GARBAGE).post('/downloads', { key: 'a.txt' });
    for (const path of ['parts', 'complete']) {
      await client.send(`/v1/tenants/team-a/multipart-uploads/${SEALED}/${path}`, {
        method: 'POST',
        headers: json,
        body: '{}',
      });
    }
    await client.send(`/v1/uppy/${SEALED}/s3/params`);
    await client.send(`/v1/tenants/team-a/objects?cursor=${SEALED}`);
    await send(`${management}/health/ready?token=${token}`);
    await local.stop();
  });

  afterAll(() => local.stop('SIGKILL'));

  it('has lines of the requests and signings', () => {
    expect(local.stderr()).toMatch(/"msg":"request"/);
    expect(local.stderr()).toMatch(/"msg":"signing"/);
  });

  it('holds no token, no signature, no sealed id and no signed URL', () => {
    for (const secret of secrets) expect(local.stderr()).not.toContain(secret);
    expect(local.stderr()).not.toMatch(/X-Amz-|[Bb]earer |[?&]token=/);
  });
});
