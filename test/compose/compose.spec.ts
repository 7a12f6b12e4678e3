import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildImage } from '../../scripts/image.mjs';
import { ApiClient, use } from '../support/clients/api-client.js';
import { send } from '../support/clients/http.js';
import { bases, docker } from '../image/support/docker.js';
import { freePorts } from '../image/support/free-ports.js';
import { reapContainer } from '../targets/reap-container.js';
import { composeCommand } from './availability.js';

const [program, ...first] = composeCommand();
const ports = await freePorts(3);
const env = {
  ...process.env,
  PORT: String(ports[0]),
  S3_PORT: String(ports[1]),
  MANAGEMENT_PORT: String(ports[2]),
};
const project = ['--project-name', `tenant-presign-test-${process.pid}`];

/** Returns what Docker Compose prints for `compose.yaml`. */
async function compose(...args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(program, [...first, ...project, ...args], { env });
  return stdout;
}

interface Service {
  readonly image: string;
  readonly build: { readonly target: string };
}

let container: string, callOff: (() => void) | undefined;
beforeAll(async () => {
  const { services } = JSON.parse(await compose('config', '--format', 'json')) as {
    services: { local: Service };
  };
  const { image, build } = services.local;
  buildImage([...(await bases()).args, '--quiet', '--target', build.target, '--tag', image]);
  await compose('up', '--detach', '--wait', '--no-build');
  container = (await compose('ps', '--quiet', 'local')).trim();
  callOff = reapContainer(container);
});
afterAll(async () => {
  await compose('down', '--volumes');
  callOff?.();
});

it('gives a page and a token by which a file goes to S3 and comes back', async () => {
  const page = /^ {2}try it +(\S+)$/m.exec(await compose('logs', '--no-log-prefix'))![1]!;
  const { origin, hash } = new URL(page);
  expect(origin).toBe(`http://127.0.0.1:${ports[0]}`);
  expect((await send(page)).status).toBe(200);
  expect((await send(`${origin}/docs`)).status).toBe(200);

  const client = new ApiClient(origin, 'team-a', hash.slice(1));
  const upload = await client.sign('uploads', { key: 'byte', contentType: 'text/plain' });
  expect(await use(upload, { body: 'x' })).toMatchObject({ status: 200 });
  const download = await client.sign('downloads', { key: 'byte' });
  expect(new URL(download.url).host).toBe(`127.0.0.1:${ports[1]}`);
  expect(await use(download)).toMatchObject({ status: 200, text: 'x' });
  expect(await use(download, { url: download.url.replace('/byte', '/other') })).toMatchObject({
    status: 403,
  });

  const stranger = new ApiClient(origin, 'team-a', `${client.token.slice(0, -8)}AAAAAAAA`);
  expect(await stranger.post('/downloads', { key: 'byte' })).toMatchObject({ status: 401 });
});

it('publishes its ports on 127.0.0.1 alone', async () => {
  const published = (await docker('port', container)).split('\n');
  expect(published.toSorted()).toEqual(ports.map((port) => `${port}/tcp -> 127.0.0.1:${port}`).toSorted());
});

it('has a root that it can’t write, no rights and no secret', async () => {
  const [{ HostConfig, Config }] = JSON.parse(await docker('inspect', container)) as [
    { HostConfig: object; Config: { User: string; Env: string[] } },
  ];
  expect(HostConfig).toMatchObject({
    ReadonlyRootfs: true,
    CapDrop: ['ALL'],
    SecurityOpt: ['no-new-privileges:true'],
    Privileged: false,
  });
  expect(Config.User).toBe('65532:65532');
  expect(Config.Env.filter((text) => /SECRET|TOKEN|KEY/i.test(text))).toEqual([]);
});

it('stops at once and in order', async () => {
  await compose('stop');
  expect(await docker('inspect', '--format', '{{.State.ExitCode}}', container)).toBe('0');
});
