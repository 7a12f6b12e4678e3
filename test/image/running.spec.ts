import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startEmbeddedS3, type EmbeddedS3 } from '#embedded-s3';
import { ApiClient, use } from '../support/clients/api-client.js';
import { tenantEntry } from '../support/processes/in-process-api.js';
import { send } from '../support/clients/http.js';
import { Container, RESTRICTIONS } from './support/container.js';
import { docker } from './support/docker.js';
import { TenantFolder } from './support/tenant-folder.js';

const CREDENTIALS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' };

describe('a container of the image', () => {
  let s3: EmbeddedS3;
  let tenants: TenantFolder;
  let container: Container;
  let client: ApiClient;

  beforeAll(async () => {
    s3 = await startEmbeddedS3({
      region: 'eu-west-1',
      buckets: [{ name: 'team-a-files', credentials: [CREDENTIALS] }],
    });
    tenants = await TenantFolder.create([tenantEntry('team-a', { endpoint: s3.endpoint })]);
    container = await Container.run(...tenants.args, inject('image'));
    await container.answers();
    const token = await tenants.issuer.token({ tenants: ['team-a'] });
    client = new ApiClient(container.url, 'team-a', token);
  });
  afterAll(async () => {
    await container?.[Symbol.asyncDispose]();
    await tenants?.[Symbol.asyncDispose]();
    await s3?.close();
  });

  it('signs URLs that S3 takes, and refuses what it must', async () => {
    const upload = await client.sign('uploads', { key: 'hello.txt', contentType: 'text/plain' });
    expect(await use(upload, { body: 'hello' })).toMatchObject({ status: 200 });
    const download = await client.sign('downloads', { key: 'hello.txt' });
    expect(await use(download)).toMatchObject({ status: 200, text: 'hello' });

    const stranger = new ApiClient(container.url, 'team-a', `${client.token.slice(0, -8)}AAAAAAAA`);
    expect(await stranger.post('/downloads', { key: 'hello.txt' })).toMatchObject({ status: 401 });
  });

  it('is ready on both ports, and serves its documentation', async () => {
    expect((await send(`${container.managementUrl}/health/ready`)).status).toBe(200);
    expect((await send(`${container.url}/openapi.json`, { headers: {} })).status).toBe(200);
    expect((await send(`${container.url}/docs/swagger-ui.css`)).status).toBe(200);
    expect((await send(`${container.url}/try`)).status).toBe(404); // only npm start has this page
  });

  it('is process 1, of a user without rights', async () => {
    const status = await container.evaluate('fs.createReadStream("/proc/1/status").pipe(process.stdout)');
    expect(status).toMatch(/^Name:\s+(node|MainThread)$/m);
    expect(status).toMatch(/^Uid:(\s+65532){4}$/m);
    expect(status).toMatch(/^CapEff:\s+0+$/m);
    expect(status).toMatch(/^CapBnd:\s+0+$/m);
    expect(status).toMatch(/^NoNewPrivs:\s+1$/m);
  });

  it.each(['/app/api.mjs', '/app/new', '/tmp/new', '/new'])('can’t write %s', async (path) => {
    const program = `try { fs.writeFileSync("${path}", ""); console.log("written") } catch ({ code }) { console.log(code) }`;
    expect(await container.evaluate(program)).toMatch(/^(EROFS|EACCES)$/);
  });

  it('runs the code that V8 compiled when the image was built', async () => {
    const run = ['run', '--rm', ...RESTRICTIONS, '--env', 'NODE_DEBUG_NATIVE=COMPILE_CACHE', inject('image')];
    const { stderr } = (await docker(...run).catch((error: unknown) => error)) as { stderr: string };
    expect(stderr).toMatch(/V8 code cache for .*\/app\/api\.mjs was accepted/);
    expect(stderr).not.toMatch(/was rejected/);
  });

  it('says at start that it can’t use that code as another user, whose folder it isn’t', async () => {
    expect(await container.logs()).not.toContain('compile cache unused');
    await using other = await Container.run(...tenants.args, '--user', '12345', inject('image'));
    await other.answers();
    expect(await other.logs()).toMatch(/another processor family.*"msg":"compile cache unused"/);
  });

  it('says what is missing, and ends with an error', async () => {
    const failed = docker('run', '--rm', ...RESTRICTIONS, inject('image'));
    await expect(failed).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('TENANTS_FILE is not set') as string,
    });
  });
});
