import * as fc from 'fast-check';
import { ACTIONS } from '#tenant-file';

// Generators of valid tenant files, as plain objects.

const account = fc.nat(999_999).map((n) => String(n).padStart(12, '7'));
const label = fc.nat().map((n) => n.toString(36));
const segment = fc.constantFrom(
  'users',
  'a b',
  'ä',
  '漢字',
  "it's (1)",
  'x+y=z',
  '$RECYCLE.BIN',
  '*',
  '..a',
  '@~',
);
const prefix = fc
  .array(segment, { maxLength: 3 })
  .map((segments) => segments.map((each) => `${each}/`).join(''));
const claims = fc.constantFrom('users/${sub}/', '${/groups/0}/', 'a/${/org~1x/team}/b/', '${sub}-${tid}/');
const pointer = fc.constantFrom('/groups', '/realm_access/roles', '/https:~1~1x', '/a~0b');
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const mediaType = fc.constantFrom(
  'image/png',
  'application/pdf',
  'text/plain',
  'video/mp4',
  'application/vnd.x+json',
);
const storeUrl = fc.constantFrom(
  'https://s3.example',
  'http://127.0.0.1:9000',
  'http://minio:9000',
  'http://10.1.2.3',
  'https://x.example/s3',
);

const time = fc
  .date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());

const role = (owner: string) => label.map((name) => `arn:aws:iam::${owner}:role/${name}`);

function credentials(owner: string, hops = 0): fc.Arbitrary<object> {
  const alone = [
    fc.record({
      type: fc.constant('web-identity'),
      roleArn: role(owner),
      durationSeconds: optional(fc.integer({ min: 900, max: 43_200 })),
    }),
    fc.record({ type: fc.constant('container'), roleArn: optional(role(owner)) }),
    fc.record({ type: fc.constant('default') }),
  ];
  if (hops === 2) return fc.oneof(...alone);
  const chained = fc.record({
    type: fc.constant('assume-role'),
    roleArn: role(owner),
    source: account.chain((other) => credentials(other, hops + 1)),
    externalId: optional(fc.constantFrom('id', 'a+b=c,d.e@f:g/h-i_j')),
    sessionTags: optional(fc.dictionary(label, fc.constantFrom('', 'a b', 'ä_.:/=+@-'), { maxKeys: 3 })),
  });
  return fc.oneof(...alone, chained);
}

const store = fc.oneof(
  account.chain((owner) =>
    fc.record({
      account: fc.constant(owner),
      region: fc.constantFrom('eu-west-1', 'us-gov-east-1', 'cn-north-1'),
      credentials: credentials(owner),
    }),
  ),
  fc.record({
    region: fc.constantFrom('auto', 'default', 'fr-par', 'us-east-1'),
    endpoint: storeUrl,
    publicEndpoint: optional(storeUrl),
    forcePathStyle: optional(fc.boolean()),
    credentials: fc.record({ type: fc.constant('static'), accessKeyId: label, secretAccessKey: label }),
  }),
);

/** Rates of which a caller's is at most that of all callers. */
const rates = fc
  .tuple(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 1, max: 1_000_000 }))
  .chain(([most, burst]) =>
    fc.oneof(
      fc.constant({}),
      fc.record({
        requestsPerSecond: fc.integer({ min: 1, max: most }),
        burst: optional(fc.integer({ min: 1, max: burst })),
        allCallers: optional(fc.constant({ requestsPerSecond: most, burst })),
      }),
    ),
  );

const limits = fc
  .integer({ min: 1, max: 604_800 })
  .chain((maxExpiresIn) =>
    fc.record({
      maxExpiresIn: fc.constant(maxExpiresIn),
      defaultExpiresIn: optional(fc.integer({ min: 1, max: maxExpiresIn })),
      maxUploadBytes: optional(fc.integer({ min: 1, max: 50_000_000_000_000 })),
      contentTypes: optional(fc.uniqueArray(mediaType, { minLength: 1 })),
      inlineTypes: optional(fc.uniqueArray(mediaType)),
    }),
  )
  .chain((others) => rates.map((each) => ({ ...others, ...each })));

/** A grant's limits as a share of the tenant's limits. */
const share = fc.double({ min: 0, max: 1, noNaN: true });
const shares = fc.record({ bytes: optional(share), seconds: optional(share), types: share });

interface TenantLimits {
  readonly maxUploadBytes?: number | undefined;
  readonly maxExpiresIn?: number | undefined;
  readonly contentTypes?: readonly string[] | undefined;
  readonly inlineTypes?: readonly string[] | undefined;
}

/** Returns the limits of a grant, which are at most those of its tenant. */
function grantLimits(own: TenantLimits | undefined, { bytes, seconds, types }: Shares): object {
  const { maxUploadBytes = 1_000_000, maxExpiresIn = 3600, contentTypes, inlineTypes = [] } = own ?? {};
  const some = <T>(all: readonly T[]) => all.slice(0, Math.ceil(all.length * types));
  const uploadable = some(contentTypes ?? ['image/*', 'text/plain']);
  return {
    ...(bytes !== undefined && { maxUploadBytes: Math.ceil(1 + bytes * (maxUploadBytes - 1)) }),
    ...(seconds !== undefined && { maxExpiresIn: Math.ceil(1 + seconds * (maxExpiresIn - 1)) }),
    ...(uploadable.length > 0 && { contentTypes: uploadable }),
    inlineTypes: some(inlineTypes),
  };
}

type Shares = typeof shares extends fc.Arbitrary<infer T> ? T : never;

const grant = (issuers: readonly string[]) =>
  fc.constantFrom(...issuers).chain((issuer) =>
    fc.record({
      actions: fc.uniqueArray(fc.constantFrom(...ACTIONS), { minLength: 1 }),
      issuer: fc.constant(issuer),
      where: optional(fc.dictionary(pointer, fc.string(), { maxKeys: 3 })),
      prefixes: fc.uniqueArray(fc.oneof(prefix, claims), { minLength: 1, maxLength: 3 }),
      limits: optional(shares),
    }),
  );

const tenant = (issuerNames: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...issuerNames), { minLength: 1 }).chain((issuers) =>
    fc
      .tuple(
        store,
        fc.record({
          id: label,
          issuers: fc.constant(issuers),
          bucket: label.map((name) => `files-of.${name}`),
          limits: optional(limits),
          encryption: optional(fc.constantFrom({ type: 'sse-s3' }, { type: 'sse-kms' })),
          cors: optional(
            fc.constantFrom({ origins: [] }, { origins: ['https://app.example', 'http://localhost:3000'] }),
          ),
          grants: fc.array(grant(issuers), { maxLength: 3 }),
          keyPrefix: optional(prefix),
          keys: optional(fc.constantFrom('strict', 'existing')),
          sessionsNotBefore: optional(time),
          tutorialRoutes: optional(fc.boolean()),
          signingIdInUrl: optional(fc.boolean()),
        }),
      )
      .map(([where, what]) => ({
        ...what,
        ...where,
        grants: what.grants.map((each) => ({
          ...each,
          limits: each.limits && grantLimits(what.limits, each.limits),
        })),
      })),
  );

const issuer = fc.record({
  name: label,
  issuer: label.map((name) => `https://idp.example/${name}`),
  audience: fc.string({ minLength: 1 }),
  tenants: pointer,
});

/** Any valid tenant file. Members that are left out are absent, as in YAML. */
export const anyTenantFile: fc.Arbitrary<object> = fc
  .uniqueArray(issuer, {
    minLength: 1,
    maxLength: 3,
    selector: ({ name }) => name,
    comparator: 'IsStrictlyEqual',
  })
  .chain((issuers) =>
    fc.record({
      version: fc.constant(1),
      issuers: fc.constant(
        issuers.map((each, index) => ({ ...each, audience: `${index} ${each.audience}` })),
      ),
      tenants: fc.uniqueArray(tenant(issuers.map(({ name }) => name)), {
        minLength: 1,
        maxLength: 3,
        selector: ({ id }) => id,
      }),
    }),
  )
  .map((file) => JSON.parse(JSON.stringify(file)) as object);
