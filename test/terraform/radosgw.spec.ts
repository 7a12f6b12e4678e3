import {
  CopyObjectCommand,
  DeleteBucketCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetObjectAclCommand,
  GetObjectTaggingCommand,
  PutBucketCorsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { AwsCredentialIdentity } from '@aws-sdk/types';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { s3Client } from '../targets/s3-client.js';
import { ATTEMPTS, list, listVersions, status, type Thing } from './support/attempts.js';
import {
  BUCKET,
  EXTERNAL_ID,
  GREEN_POD,
  POD,
  createProofWorld,
  ofAnyAccount,
  type ProofWorld,
} from './support/proof-world.js';
import { becomeByRole, becomeByToken } from './support/sessions.js';
import { hasStandIn } from './support/terraform.js';

// Tests trust and permissions that OpenTofu rendered, on an IAM that enforces them.

type AttemptName = keyof typeof ATTEMPTS;

/** The prefixes in which the grants of proof-world.ts allow each attempt. All other attempts must be refused. */
const ALLOWED: Readonly<Record<AttemptName, readonly string[]>> = {
  get: ['shared/'],
  head: ['shared/'],
  put: ['users/', 'in/'],
  multipart: ['users/', 'in/'],
  delete: ['in/'],
  getVersion: ['old/'],
  deleteVersion: ['gone/'],
};
const PLACES = ['shared/', 'users/', 'in/', 'old/', 'gone/', 'sharedness/', 'SHARED/', 'user', ''];
const isRefusal = (code: number): boolean => code === 403;
const isSuccess = (code: number): boolean => code >= 200 && code < 300;

describe.runIf(hasStandIn)('on an IAM that refuses', () => {
  const stack = new AsyncDisposableStack();
  let world: ProofWorld;
  let s3: S3Client;

  const clientOf = (credentials: AwsCredentialIdentity): S3Client =>
    s3Client(
      { endpoint: world.radosgw.endpoint, region: 'us-east-1', forcePathStyle: true },
      { credentials },
    );
  const become = async (token: Promise<string>, role = world.roles.irsa): Promise<AwsCredentialIdentity> =>
    becomeByToken(world.radosgw.endpoint, role, await token);

  beforeAll(async () => {
    world = await createProofWorld(stack);
    const versioned = { Status: 'Enabled' } as const;
    await world.accountB.s3.send(
      new PutBucketVersioningCommand({ Bucket: BUCKET, VersioningConfiguration: versioned }),
    );
    await world.accountB.createBucket('neighbour');
    s3 = clientOf(await become(world.cluster.token(POD)));
  });
  afterAll(() => stack.disposeAsync());

  /** Stores an object as the account's administrator. */
  async function seed(key: string, bucket = BUCKET): Promise<Thing> {
    const { VersionId } = await world.accountB.s3.send(
      new PutObjectCommand({ Bucket: bucket, Key: key, Body: 'x' }),
    );
    return { bucket, key, versionId: VersionId ?? 'null' };
  }

  /** Copies an object as the service does. */
  const copy = async (from: string, to: string): Promise<number> => {
    const { key } = await seed(`${from}copied`);
    return status(() =>
      s3.send(
        new CopyObjectCommand({
          Bucket: BUCKET,
          CopySource: `${BUCKET}/${key}`,
          Key: `${to}copy`,
          MetadataDirective: 'REPLACE',
          TaggingDirective: 'REPLACE',
        }),
      ),
    );
  };

  describe.each(Object.keys(ATTEMPTS) as AttemptName[])('%s', (name) => {
    test.each(PLACES)('under “%s” as granted', async (place) => {
      const thing = await seed(`${place}${name}/deep`);
      const code = await ATTEMPTS[name](s3, thing);
      const allowed = ALLOWED[name].includes(place);
      expect(allowed ? isSuccess(code) : isRefusal(code), String(code)).toBe(true);
    });

    test('in another bucket of the account: refused', async () => {
      const thing = await seed(`shared/${name}`, 'neighbour');
      expect(await ATTEMPTS[name](s3, thing)).toBe(403);
    });
  });

  describe('listing', () => {
    test.each(['shared/', 'shared/deep/'])('%s: allowed', async (prefix) => {
      expect(await list(s3, BUCKET, prefix)).toBe(200);
    });

    test.each([undefined, '', 'shared', 'share', 'sharedness/', 'users/', 'in/', '/shared/'])(
      '%s: refused',
      async (prefix) => {
        expect(await list(s3, BUCKET, prefix)).toBe(403);
      },
    );

    test('another bucket: refused', async () => {
      expect(await list(s3, 'neighbour', 'shared/')).toBe(403);
    });
  });

  describe('a copy', () => {
    test('of what may be downloaded to where may be uploaded: allowed', async () => {
      expect(await copy('shared/', 'users/')).toBe(200);
    });

    test.each([
      ['old/', 'users/'],
      ['users/', 'in/'],
      ['shared/', 'shared/'],
      ['shared/', 'gone/'],
    ])('from %s to %s: refused', async (from, to) => {
      expect(await copy(from, to)).toBe(403);
    });
  });

  describe('listing versions', () => {
    test.each(['old/new/', 'old/new/deep/'])('%s, of which both are granted: allowed', async (prefix) => {
      expect(await listVersions(s3, BUCKET, prefix)).toBe(200);
    });

    test.each([undefined, '', 'old/', 'old/new', 'shared/', 'old/newer/'])('%s: refused', async (prefix) => {
      expect(await listVersions(s3, BUCKET, prefix)).toBe(403);
    });

    test('another bucket: refused', async () => {
      expect(await listVersions(s3, 'neighbour', 'old/new/')).toBe(403);
    });
  });

  describe('what no grant gives', () => {
    const Bucket = BUCKET;
    const Key = 'in/settings';

    test.each([
      ['reading the bucket’s policy', () => new GetBucketPolicyCommand({ Bucket })],
      [
        'replacing it',
        () => new PutBucketPolicyCommand({ Bucket, Policy: '{"Version":"2012-10-17","Statement":[]}' }),
      ],
      ['reading its versioning', () => new GetBucketVersioningCommand({ Bucket })],
      [
        'suspending it',
        () => new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Suspended' } }),
      ],
      [
        'opening CORS',
        () =>
          new PutBucketCorsCommand({
            Bucket,
            CORSConfiguration: { CORSRules: [{ AllowedMethods: ['GET'], AllowedOrigins: ['*'] }] },
          }),
      ],
      ['deleting the bucket', () => new DeleteBucketCommand({ Bucket })],
      ['making an object public', () => new PutObjectAclCommand({ Bucket, Key, ACL: 'public-read' })],
      ['reading its ACL', () => new GetObjectAclCommand({ Bucket, Key })],
      ['reading its tags', () => new GetObjectTaggingCommand({ Bucket, Key })],
      [
        'copying from where it may not read',
        () => new CopyObjectCommand({ Bucket, Key: 'in/copy', CopySource: `${Bucket}/${Key}` }),
      ],
      [
        'copying from another bucket',
        () => new CopyObjectCommand({ Bucket, Key: 'in/copy', CopySource: 'neighbour/shared/get' }),
      ],
    ] as const)('%s: refused', async (_, command) => {
      await seed(Key);
      await seed('shared/get', 'neighbour');
      expect(await status(() => s3.send(command() as Parameters<S3Client['send']>[0]))).toBe(403);
    });
  });

  describe('trust', () => {
    test('lets the one service account in', async () => {
      await expect(become(world.cluster.token(POD))).resolves.toHaveProperty('sessionToken');
    });

    test.each([
      ['another namespace', () => world.cluster.token({ ...POD, namespace: 'team-b' })],
      ['a namespace that begins alike', () => world.cluster.token({ ...POD, namespace: 'team-a-2' })],
      ['another service account', () => world.cluster.token({ ...POD, serviceAccount: 'default' })],
      ['one that begins alike', () => world.cluster.token({ ...POD, serviceAccount: 'tenant-presign-2' })],
      ['another audience', () => world.cluster.token(POD, { aud: ['tenant-presign/team-a'] })],
      [
        'the API server’s audience',
        () => world.cluster.token(POD, { aud: ['https://kubernetes.default.svc'] }),
      ],
      ['no audience', () => world.cluster.token(POD, { aud: [] })],
      ['another cluster', () => world.stranger.token(POD)],
      ['another cluster that claims to be ours', () => world.stranger.token(POD, { iss: world.cluster.url })],
      ['a key that is not the cluster’s', () => world.cluster.forgedToken(POD)],
      ['an hour that is over', () => world.cluster.token(POD, { iat: 1_700_000_000, exp: 1_700_003_600 })],
    ])('refuses a token of %s', async (_, token) => {
      expect(await status(() => become(token()))).toBeGreaterThanOrEqual(400);
    });

    test('refuses keys of the account’s own administrator', async () => {
      const { radosgw, roles, accountB } = world;
      const code = await status(() =>
        becomeByRole(radosgw.endpoint, roles.irsa, accountB.administrator, EXTERNAL_ID),
      );
      expect(code).toBe(403);
    });

    test('of the chained role lets the source role in, which is as good as the tenant’s', async () => {
      const source = await become(world.cluster.token(POD), world.roles.source);
      const chained = await becomeByRole(world.radosgw.endpoint, world.roles.chained, source, EXTERNAL_ID);
      const thing = await seed('shared/chained');
      expect(await ATTEMPTS.get(clientOf(chained), thing)).toBe(200);
      expect(await ATTEMPTS.put(clientOf(chained), thing)).toBe(403);
    });

    test('of the chained role refuses tokens, and another role of the cluster’s account', async () => {
      expect(
        await status(() => become(world.cluster.token(POD), world.roles.chained)),
      ).toBeGreaterThanOrEqual(400);
      const other = await world.accountA.createRole(
        'other',
        world.rendered.source['trust']!,
        ofAnyAccount(world.rendered.source['permissions']!),
      );
      const session = await become(world.cluster.token(POD), other);
      const code = await status(() =>
        becomeByRole(world.radosgw.endpoint, world.roles.chained, session, EXTERNAL_ID),
      );
      expect(code).toBe(403);
    });

    test('of a role for two clusters lets the service account of each in', async () => {
      const { cluster, green, roles } = world;
      for (const token of [cluster.token(POD), green.token(GREEN_POD)]) {
        const session = clientOf(await become(token, roles.blueGreen));
        expect(await ATTEMPTS.get(session, await seed('shared/blue-green'))).toBe(200);
        expect(await ATTEMPTS.put(session, await seed('shared/blue-green'))).toBe(403);
      }
    });

    test.each([
      ['the one cluster’s token for the other’s namespace', () => world.cluster.token(GREEN_POD)],
      ['the other cluster’s token for the one’s namespace', () => world.green.token(POD)],
      ['a third cluster', () => world.stranger.token(POD)],
      [
        'a third cluster that claims to be one of them',
        () => world.stranger.token(POD, { iss: world.green.url }),
      ],
      ['another audience', () => world.green.token(GREEN_POD, { aud: ['https://kubernetes.default.svc'] })],
    ])('of a role for two clusters refuses %s', async (_, token) => {
      expect(await status(() => become(token(), world.roles.blueGreen))).toBeGreaterThanOrEqual(400);
    });

    test('of a role with many ways lets each of them in', async () => {
      const { cluster, radosgw, roles } = world;
      const thing = await seed('shared/many');
      const byToken = await become(cluster.token(POD), roles.many);
      const bySource = async (role: string) =>
        becomeByRole(radosgw.endpoint, roles.many, await become(cluster.token(POD), role), EXTERNAL_ID);
      for (const session of [byToken, await bySource(roles.source), await bySource(roles.associated)]) {
        expect(await ATTEMPTS.get(clientOf(session), thing)).toBe(200);
        expect(await ATTEMPTS.put(clientOf(session), thing)).toBe(403);
      }
    });

    test('of a role with many ways refuses other tokens, and other roles of either account', async () => {
      const { accountA, accountB, cluster, green, radosgw, rendered, roles } = world;
      const attempt = async (credentials: AwsCredentialIdentity) =>
        status(() => becomeByRole(radosgw.endpoint, roles.many, credentials, EXTERNAL_ID));
      for (const token of [green.token(GREEN_POD), cluster.token({ ...POD, serviceAccount: 'default' })])
        expect(await status(() => become(token, roles.many))).toBeGreaterThanOrEqual(400);
      const { trust, permissions } = rendered.source;
      const another = await accountA.createRole('another', trust!, ofAnyAccount(permissions!));
      expect(await attempt(await become(cluster.token(POD), another))).toBe(403);
      expect(await attempt(await become(cluster.token(POD), roles.irsa))).toBe(403);
      expect(await attempt(accountB.administrator)).toBe(403);
    });

    test('of an associated role: it may assume its one target, and no other role', async () => {
      const { cluster, radosgw, roles } = world;
      const session = await become(cluster.token(POD), roles.associated);
      const code = await status(() => becomeByRole(radosgw.endpoint, roles.chained, session, EXTERNAL_ID));
      expect(code).toBe(403);
    });

    test('of the source role: it may read no object, also of its own account', async () => {
      const source = await become(world.cluster.token(POD), world.roles.source);
      await world.accountA.createBucket('clusters');
      const key = 'shared/source';
      await world.accountA.s3.send(new PutObjectCommand({ Bucket: 'clusters', Key: key, Body: 'x' }));
      expect(await ATTEMPTS.get(clientOf(source), { bucket: 'clusters', key, versionId: 'null' })).toBe(403);
    });
  });
});
