import { describe, expect, it } from 'vitest';
import { eventually } from '../../support/checks/eventually.js';
import { MisbehavingProxy, type Behaviour } from '../../support/fakes/misbehaving-proxy.js';
import { answers, cuts, hangs } from '../../support/fakes/misbehaviour.js';
import {
  ACCESS_DENIED_BY_S3,
  SLOW_DOWN,
  ofAnotherAccount,
  ofAnotherRegion,
} from '../../support/fakes/s3-answers.js';
import { deploy, type Deployment } from '../support/deploy.js';
import { expectRefused, expectServed } from '../support/expectations.js';
import { clusterAndTeam } from '../support/for-all.js';
import { ROLE, createTeam, radosgw, store } from '../support/world.js';

const world = clusterAndTeam();

describe.concurrent('a pod is not ready, says why, and serves when it is fixed, where its bucket', () => {
  it.each([
    ['is in another region', answers(ofAnotherRegion('eu-central-1')), /bucket is in eu-central-1/],
    ['is of another account', ofAnotherAccount('999999999999'), /bucket in the tenant’s account/],
    ['may not be listed', answers(ACCESS_DENIED_BY_S3), /denies access/],
    ['is throttled', answers(SLOW_DOWN), /SlowDown|throttles/],
    ['is behind an endpoint that never answers', hangs, /does not answer in time/],
    ['is behind an endpoint that cuts connections', cuts, /endpoint/],
  ] as const)('%s', async (_, behaviour, words) => {
    await using s3 = await startS3(behaviour);
    await using pod = await deployed(s3.url);
    expect(await pod.api.reasons(words)).toMatch(/^Tenant team-a: /);
    await expectRefused(pod);
    s3.behave();
    await expectServed(pod);
  });

  it('is behind an endpoint that is down', async () => {
    await using s3 = await startS3();
    await s3.goDown();
    await using pod = await deployed(s3.url);
    await pod.api.reasons(/refuses connections/);
    await expectRefused(pod);
    await s3.comeUp();
    await expectServed(pod);
  });

  it('is refused to the session at hand, as after the role was made anew', async () => {
    const team = await createTeam(world().cluster);
    await team.account.permit(ROLE, { Version: '2012-10-17', Statement: [] });
    await using pod = await deploy({ ...world(), team });
    await pod.api.reasons(/denies access/);
    await team.account.deleteRole(ROLE);
    await team.restoreRole();
    await expectServed(pod);
  });
});

describe('once its bucket is proven, a pod', () => {
  it('asks S3 nothing for requests, and is not bothered by its faults', async () => {
    await using s3 = await startS3();
    await using pod = await deployed(s3.url);
    await pod.api.ready();
    const [listing, ...more] = s3.requests;
    expect(more).toEqual([]);
    expect(listing!.path).toMatch(/^\/team-a-files\/?\?list-type=2&max-keys=1&prefix=/);
    expect(listing!.headers['x-amz-expected-bucket-owner']).toBe(world().team.account.id);
    await s3.goDown();
    await expectServed(pod);
  });

  it('looks whether its session still serves, and goes on where S3 can’t say', async () => {
    await using s3 = await startS3();
    await using pod = await deployed(s3.url, { SESSION_CHECK_SECONDS: '1' });
    await pod.api.ready();
    await eventually('looked again', () => s3.requests.length > 2);
    s3.behave(answers(SLOW_DOWN));
    const looked = s3.requests.length;
    await eventually('looked in vain', () => s3.requests.length > looked + 2);
    await expectServed(pod);
    expect(pod.sts.calls).toHaveLength(1);
    expect(pod.api.output).not.toContain('session refused');
  });
});

async function startS3(...behaviours: Behaviour[]): Promise<MisbehavingProxy> {
  const s3 = await MisbehavingProxy.start(radosgw.endpoint);
  s3.behave(...behaviours);
  return s3;
}

/** Starts a pod that sends its S3 requests through the proxy. Clients use radosgw directly. */
const deployed = (s3: string, env: Record<string, string> = {}): Promise<Deployment> =>
  deploy({ ...world(), env, change: { ...store(s3), publicEndpoint: radosgw.endpoint } });
