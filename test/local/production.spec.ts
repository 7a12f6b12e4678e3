import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { ApiClient } from '../support/clients/api-client.js';
import { send } from '../support/clients/http.js';
import { tenantEntry } from '../support/processes/in-process-api.js';
import { startProdProcess, type ProdProcess } from '../support/processes/prod-process.js';

const run = promisify(execFile);

describe('npm run start:prod', () => {
  let prod: ProdProcess | undefined;
  afterEach(async () => prod?.stop('SIGKILL'));

  async function start(change: object = {}): Promise<ApiClient> {
    prod = await startProdProcess([tenantEntry('team-a', { tutorialRoutes: true, ...change })]);
    return new ApiClient(prod.url, 'team-a', await prod.issuer.token({ sub: 'u1', tenants: ['team-a'] }));
  }

  it('answers the tutorial’s routes at the root for its only tenant', async () => {
    const client = await start();
    const { status, json } = await client.send<{ statusCode: number }>('/signed-url-get?key=a.txt');
    expect(status).toBe(200);
    expect(json).toEqual({
      statusCode: 200,
      body: expect.stringContaining('/team-a-files/a.txt?') as string,
    });
  });

  it('has the documentation, and no page to try it', async () => {
    const { url } = await start();
    expect((await send(`${url}/docs`)).status).toBe(200);
    for (const path of ['/try', '/try/', '/try/try.js', '/try/try.css']) {
      expect(await send(url + path)).toMatchObject({ status: 404 });
    }
  });

  it('writes an event for every signing before it answers, and no secret', async () => {
    const client = await start({ signingIdInUrl: false });
    const answer = await client.sign('downloads', { key: 'reports/q3.pdf', expiresIn: 60 });
    const events = prod!
      .output()
      .split('\n')
      .filter((line) => line.includes('"msg":"signing"'));
    expect(events.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({
        signingId: answer.signingId,
        tenant: 'team-a',
        subject: 'u1',
        issuer: 'platform',
        action: 'download',
        key: 'reports/q3.pdf',
        expiresAt: answer.expiresAt,
        limitedBy: 'request',
      }),
    ]);
    const signature = new URL(answer.url).searchParams.get('X-Amz-Signature')!;
    for (const secret of [signature, client.token, client.token.split('.')[2]!, 'wJalrXUtnFEMI', 'X-Amz-']) {
      expect(prod!.output()).not.toContain(secret);
    }
    expect(answer.url).not.toContain('x-signing-id');
  });

  it('signs nothing that it can’t audit, and says so to operators', async () => {
    const client = await start();
    prod!.child.stdout!.destroy(); // the process that collected the log has exited
    await client.post('/downloads', { key: 'x' });
    const refused = await client.post('/downloads', { key: 'x' });
    expect(refused).toMatchObject({ status: 503, json: { code: 'audit_unavailable' } });
    expect(refused.headers['retry-after']).toBe('5');
    expect(refused.text).not.toContain('X-Amz-');

    const ready = await send(`${prod!.managementUrl}/health/ready`);
    expect(ready.status).toBe(503);
    expect(ready.text).toContain('The audit log can’t be written');
    expect((await send(`${prod!.url}/health/live`)).status).toBe(200);
  });

  it('says what is missing, all at once', async () => {
    const env = {
      PATH: process.env['PATH'],
      PORT: 'many',
      MANAGEMENT_PORT: '99999',
      MAX_CONNECTIONS: '0',
      REQUEST_TIMEOUT: '1m',
    };
    const failed = run(process.execPath, ['scripts/start-prod.mjs'], { env });
    await expect(failed).rejects.toMatchObject({ code: 1 });
    const { stderr } = (await failed.catch((error: unknown) => error)) as { stderr: string };
    expect(stderr).toMatch(/TENANTS_FILE is not set/);
    expect(stderr).toMatch(/PORT is "many"/);
    expect(stderr).toMatch(/MANAGEMENT_PORT is "99999"/);
    expect(stderr).toMatch(/MAX_CONNECTIONS is "0"/);
    expect(stderr).toMatch(/REQUEST_TIMEOUT is "1m"/);
  });

  it('names every error of the tenant file', async () => {
    const failed = startProdProcess([tenantEntry('Team A', { grants: 'all' })]);
    await expect(failed).rejects.toThrow(
      /:9: tenants\[0\]\.id must be a DNS label[^]*tenants\[0\]\.bucket must be[^]*tenants\[0\]\.grants must be/,
    );
  });

  it('answers what has arrived before it stops', async () => {
    const client = await start();
    const answers = Array.from({ length: 50 }, () => client.sign('downloads', { key: 'x' }));
    await answers[0];
    const stopped = prod!.stop('SIGTERM');
    const settled = await Promise.allSettled(answers);
    expect(settled.filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(await stopped).toBe(0);
  });
});
