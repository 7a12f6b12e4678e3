import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { startEmbeddedS3, type EmbeddedS3 } from '#embedded-s3';
import type { HttpResult } from '../../apps/lambda/src/event.js';
import type { SigningAnswer } from '../../apps/api/src/signing/signing.response.js';
import { bases, docker } from '../image/support/docker.js';
import { TenantFolder } from '../image/support/tenant-folder.js';
import { functionUrlEvent } from '../lambda/support/events.js';
import { RuntimeApi } from '../lambda/support/runtime-api.js';
import { use } from '../support/clients/api-client.js';
import { tenantEntry } from '../support/processes/in-process-api.js';
import { reapContainer } from '../targets/reap-container.js';

// Tests the function as an image: apps/lambda/Dockerfile with the released zip. AWS's base image isn't available
// without its registry. The base of this test has the same interface: LAMBDA_TASK_ROOT, and an entry point that takes
// the handler's name.

const CREDENTIALS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' };
const [BASE, IMAGE] = ['tenant-presign:lambda-base-test', 'tenant-presign:lambda-test'];
const ENTRY_POINT = `process.env._HANDLER = process.argv[1]; import("/var/runtime/bootstrap.mjs")`;

describe('the function as an image', () => {
  let folder: string;
  let s3: EmbeddedS3;
  let tenants: TenantFolder;
  let runtime: RuntimeApi;
  let container: string;
  let callOff: () => void;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lambda-image-'));
    const { base } = await bases();
    await cp('test/lambda/support/bootstrap.mjs', join(folder, 'base/bootstrap.mjs'));
    await writeFile(
      join(folder, 'base/Dockerfile'),
      `FROM ${base}
ENV LAMBDA_TASK_ROOT=/var/task
COPY bootstrap.mjs /var/runtime/
ENTRYPOINT ${JSON.stringify(['node', '--eval', ENTRY_POINT])}
`,
    );
    await docker('build', '--quiet', '--tag', BASE, join(folder, 'base'));
    const content = join(folder, 'function');
    await promisify(execFile)('unzip', ['-q', join(inject('released'), 'lambda.zip'), '-d', content]);
    const file = ['--file', 'apps/lambda/Dockerfile', '--build-arg', `BASE=${BASE}`];
    await docker('build', '--quiet', '--tag', IMAGE, ...file, content);

    s3 = await startEmbeddedS3({
      region: 'eu-west-1',
      buckets: [{ name: 'team-a-files', credentials: [CREDENTIALS] }],
    });
    tenants = await TenantFolder.create([tenantEntry('team-a', { endpoint: s3.endpoint })]);
    runtime = await RuntimeApi.start();
    const env = ['--env', `AWS_LAMBDA_RUNTIME_API=${runtime.host}`, '--env', 'AWS_REGION=eu-west-1'];
    container = await docker(
      'run',
      '--detach',
      '--network',
      'host',
      '--read-only',
      ...env,
      ...tenants.args,
      IMAGE,
    );
    callOff = reapContainer(container);
  });
  afterAll(async () => {
    if (container) await docker('rm', '--force', container);
    callOff?.();
    await runtime?.[Symbol.asyncDispose]();
    await tenants?.[Symbol.asyncDispose]();
    await s3?.close();
    await docker('image', 'rm', '--force', IMAGE, BASE);
    await rm(folder, { recursive: true });
  });

  const invoke = async (token: string) =>
    (await runtime.invoke(
      functionUrlEvent({
        method: 'POST',
        target: '/v1/tenants/team-a/uploads',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ key: 'hello.txt', contentType: 'text/plain' }),
      }),
    )) as HttpResult;

  it('signs URLs that S3 takes, and refuses a forged token', async () => {
    const token = await tenants.issuer.token({ tenants: ['team-a'] });
    const { statusCode, body } = await invoke(token);
    expect(statusCode).toBe(200);
    expect(await use(JSON.parse(body) as SigningAnswer, { body: 'hello' })).toMatchObject({ status: 200 });
    expect(await invoke(`${token.slice(0, -8)}AAAAAAAA`)).toMatchObject({ statusCode: 401 });
  });

  it('has the files of the zip, and the handler that Lambda calls', async () => {
    const command = await docker('image', 'inspect', '--format', '{{json .Config.Cmd}}', IMAGE);
    expect(command).toBe('["lambda.handler"]');
    const program = 'console.log(fs.readdirSync("/var/task").join())';
    const files = await docker('exec', container, 'node', '--eval', program);
    expect(files.split(',')).toEqual(expect.arrayContaining(['LICENSE', 'lambda.mjs']));
  });
});
