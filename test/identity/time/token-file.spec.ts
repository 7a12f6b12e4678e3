import { describe, expect, it } from 'vitest';
import { eventually } from '../../support/checks/eventually.js';
import { ask } from '../../support/clients/load.js';
import { sessionsOf } from '../../support/fakes/sts-front.js';
import { deploy, type Deployment } from '../support/deploy.js';
import { expectRefused, expectServed } from '../support/expectations.js';
import { clusterAndTeam } from '../support/for-all.js';

const world = clusterAndTeam();

const isServed = async ({ client }: Deployment) => (await ask(client)).status === 200;

describe.concurrent('a token file that is', () => {
  it.each([
    ['missing', ({ token }: Deployment) => token.remove(), /token file does not exist/],
    ['empty', ({ token }: Deployment) => token.replace(''), /The token file is empty/],
    ['half written', ({ token }: Deployment) => token.halfWrite(), /trust policy|does not accept/],
    ['not a token', ({ token }: Deployment) => token.replace('hello\n'), /trust policy|does not accept/],
  ] as const)(
    '%s does no harm while the session lasts, is named then, and is fixed by kubelet',
    async (_, harm, words) => {
      await using pod = await deploy({ ...world(), behaviours: [sessionsOf(4)] });
      await pod.api.ready();
      await harm(pod);
      expect((await ask(pod.client)).status).toBe(200);
      await eventually('refused', async () => !(await isServed(pod)));
      expect(await ask(pod.client)).toMatchObject({
        status: 503,
        problem: { code: 'credentials_unavailable' },
      });
      expect(await pod.api.reasons(words)).toMatch(/^Tenant team-a: /);

      await pod.token.rotate();
      await expectServed(pod);
    },
  );

  it('rotated is read at the next renewal', async () => {
    await using pod = await deploy({ ...world(), behaviours: [sessionsOf(3)] });
    await pod.api.ready();
    const sent = () => pod.sts.calls.map(({ body }) => new URLSearchParams(body).get('WebIdentityToken'));
    const [first] = sent();
    await pod.token.rotate();
    await eventually('renewed', async () => (await isServed(pod)) && sent().at(-1) !== first);
  });

  it('not there for want of an annotation is named so', async () => {
    const env = { AWS_WEB_IDENTITY_TOKEN_FILE: '', AWS_ROLE_ARN: '' };
    await using pod = await deploy({ ...world(), env });
    expect(await pod.api.reasons(/annotated/)).toContain('AWS_WEB_IDENTITY_TOKEN_FILE is not set.');
    await expectRefused(pod);
  });

  it('missing at the start leaves the process alive, which gets ready when it appears', async () => {
    let mounted = false;
    const issue = () => (mounted ? world().cluster.token(world().team.pod) : Promise.resolve(''));
    await using pod = await deploy({ ...world(), issue });
    await pod.token.remove();
    await pod.api.reasons(/token file does not exist/);
    expect((await pod.api.health('live')).status).toBe('up');

    mounted = true;
    await pod.token.rotate();
    await pod.api.ready();
    expect(await isServed(pod)).toBe(true);
  });
});
