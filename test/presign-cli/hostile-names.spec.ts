import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { ApiClient, use } from '../support/clients/api-client.js';
import { CaseFoldingFolder } from '../support/processes/case-folding-folder.js';
import { Presign } from '../support/processes/presign.js';

const ready = inject('ready');
const { token } = ready.tenants['team-a']!;
const PREFIX = 'cli/hostile/';
const BODY = 'from the bucket';
/** Characters that could move a terminal's cursor, begin a line or reverse text. */
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/**
 * An API that lists any keys, and returns the same object for each. The real API refuses to sign most of these keys.
 */
class HostileApi implements AsyncDisposable {
  names: readonly string[] = [];
  readonly #server: Server = createServer((request, response) => {
    this.#answer(request, response).catch(() => response.destroy());
  });

  static async start(): Promise<HostileApi> {
    const api = new HostileApi();
    await new Promise<void>((resolve) => api.#server.listen(0, '127.0.0.1', resolve));
    return api;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    const json = { 'content-type': 'application/json' };
    if (method === 'GET') {
      const lastModified = '2026-11-24T12:00:00Z';
      const items = this.names.map((name) => ({ key: PREFIX + name, lastModified }));
      response.writeHead(200, json).end(JSON.stringify({ items }));
      return;
    }
    const asked = JSON.parse((await buffer(request)).toString()) as Keyed & { operations?: Keyed[] };
    const questions = asked.operations ?? [asked];
    const keys = questions.map(({ key }) => key);
    for (const question of questions) question.key = `${PREFIX}real`;
    const answered = await fetch(`${ready.url}${url}`, {
      method,
      headers: { authorization: headers.authorization!, ...json },
      body: JSON.stringify(asked),
    });
    const answer = (await answered.json()) as Keyed & { results?: Keyed[] };
    (answer.results ?? [answer]).forEach((each, index) => (each.key = keys[index]!));
    response.writeHead(answered.status, json).end(JSON.stringify(answer));
  }
}

interface Keyed {
  key: string;
}

/** Returns the names in a folder in lower case, because some file systems that ignore case list them so. */
const namesIn = async (path: string) => (await readdir(path)).map((name) => name.toLowerCase()).sort();

describe('presign cp -r of names that someone else chose', () => {
  let api: HostileApi, presign: Presign;
  beforeAll(async () => {
    api = await HostileApi.start();
    presign = await Presign.create(api.url, token);
    const signed = await new ApiClient(ready.url, 'team-a', token).sign('uploads', { key: `${PREFIX}real` });
    await use(signed, { body: BODY });
  });
  afterAll(() => Promise.all([presign[Symbol.asyncDispose](), api[Symbol.asyncDispose]()]));

  const download = (target: string) => presign.run(['cp', '-r', `team-a:/${PREFIX}`, target]);

  it('writes nothing outside its target', async () => {
    const hostile = [
      '../escaped',
      '../../../../../../../../tmp/escaped',
      'a/../../escaped',
      './escaped',
      'sub/./escaped',
      '/escaped',
      'sub//escaped',
      'nul\0byte',
      'x'.repeat(256),
      'link/escaped',
    ];
    api.names = [...hostile, 'sub/good.txt'];
    await mkdir(presign.path('down/into'), { recursive: true });
    await mkdir(presign.path('down/outside'));
    await symlink(presign.path('down/outside'), presign.path('down/into/link'));
    const { code, stderr, stdout } = await download('down/into');
    expect(code).toBe(1);
    expect(stderr.match(/: unsafe_name: /g)).toHaveLength(hostile.length - 1);
    expect(stderr.match(/: symbolic_link: /g)).toHaveLength(1);
    expect(stdout.split('\n').filter(Boolean)).toHaveLength(1);
    expect((await readdir(presign.path('down'))).sort()).toEqual(['into', 'outside']);
    expect((await readdir(presign.path('down/into'))).sort()).toEqual(['link', 'sub']);
    expect(await readdir(presign.path('down/into/sub'))).toEqual(['good.txt']);
    expect(await readdir(presign.path('down/outside'))).toEqual([]);
  });

  it('prints no control character, whether it writes or refuses', async () => {
    const names = ['\u001b[2J.txt', 'a\rb', 'a\nb', '\u202egnp.exe', '\u0085', '\u2028', '..\u001b/x/..'];
    api.names = names;
    const { code, stdout, stderr } = await download('controls');
    expect(code).toBe(1); // because of the last name
    const lines = `${stdout}${stderr}`.split('\n').filter(Boolean);
    expect(lines).toHaveLength(names.length);
    for (const line of lines) expect(line).not.toMatch(CONTROL);
    expect(await readFile(presign.path('controls/a\nb'), 'utf8')).toBe(BODY);
  });

  it('writes both of two names that differ in case, where the file system does', async () => {
    api.names = ['README', 'readme'];
    expect(await download('case')).toMatchObject({ code: 0 });
    expect((await readdir(presign.path('case'))).sort()).toEqual(['README', 'readme']);
  });

  it.runIf(CaseFoldingFolder.isPossible)('writes the first of them, where it does not', async () => {
    await using folding = await CaseFoldingFolder.mount();
    await writeFile(`${folding.path}/other`, 'kept');
    api.names = ['README', 'readme', 'Sub/a', 'sub/A', 'sub/b'];
    const { code, stderr } = await download(folding.path);
    expect(code).toBe(1);
    expect(stderr.match(/: name_collision: /g)).toHaveLength(2);
    expect(await namesIn(folding.path)).toEqual(['other', 'readme', 'sub']);
    expect(await namesIn(`${folding.path}/Sub`)).toEqual(['a', 'b']);
    expect(await readFile(`${folding.path}/README`, 'utf8')).toBe(BODY);
  });
});
