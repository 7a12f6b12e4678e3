import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import type { FastifyRequest } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newSealingKeys } from '../../../../../test/support/fakes/sealing-keys.js';
import { NOW } from '../../../testing/batches.js';
import {
  accessOf,
  bytes,
  caller,
  defaultLife,
  file,
  optional,
  tenantOf,
  type,
  type ModelFile,
} from '../../../testing/grant-limits-files.js';
import {
  coversKey,
  formOf,
  grantsFor,
  lifeLimit,
  sizeLimit,
  typeAllowed,
  type ModelCaller,
  type ModelGrant,
  type ModelLimits,
  type Together,
} from '../../../testing/grant-limits-model.js';
import { ISSUER } from '../../../testing/sealed.js';
import { SealedSessions } from '../../access/sealing/sealed-sessions.js';
import { Sealer } from '../../access/sealing/sealer.js';
import { SealingKeyFile } from '../../access/sealing/sealing-key-file.js';
import { RateLimiter } from '../../limits/rate-limiter.js';
import { Log } from '../../platform/audit/log.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { Spans } from '../../platform/tracing/spans.js';
import { SigningService } from '../../signing/signing.service.js';
import type { TenantRegistry } from '../../tenancy/tenants/tenant-registry.js';
import { UploadFormsService } from '../upload-forms/upload-forms.service.js';
import { UppyService } from '../uppy/uppy.service.js';
import { UploadSessionsService } from './upload-sessions.service.js';

const folder = mkdtempSync(join(tmpdir(), 'limits-'));
const fd = openSync(join(folder, 'log'), 'w');
const log = new Log(fd);
const clock = () => NOW;
let sealer: Sealer;
beforeAll(async () => {
  const path = join(folder, 'keys.json');
  writeFileSync(path, newSealingKeys());
  sealer = new Sealer(await SealingKeyFile.open(path, NOW), clock);
});
afterAll(async () => {
  await log.flushed();
  closeSync(fd);
  rmSync(folder, { recursive: true });
});

const begun = fc.record({
  keyPrefix: fc.constantFrom('', 'a/', 'users/alice/'),
  contentTypes: optional(fc.uniqueArray(type, { minLength: 1, maxLength: 2 })),
  maxFileSize: optional(bytes),
});
type Begun = typeof begun extends fc.Arbitrary<infer T> ? T : never;

/** The dependencies for multipart uploads and S3, which forms do not need. */
const UNUSED = Array.from<never>({ length: 6 }) as [never, never, never, never, never, never];

/** Returns the result, or `undefined` if the request is refused. */
const ifAllowed = <T>(promise: Promise<T>): Promise<T | undefined> => promise.catch(() => undefined);

/** Returns the form's lifetime, its largest file and its media type. */
function signedAs(form: { readonly expires: number; readonly fields: Readonly<Record<string, string>> }) {
  const { conditions } = JSON.parse(Buffer.from(form.fields['policy']!, 'base64').toString()) as {
    conditions: (readonly [string, number, number] | Readonly<Record<string, string>>)[];
  };
  const pinned = conditions.find((each) => Array.isArray(each) && each[0] === 'content-length-range');
  const types = conditions.flatMap((each) => ('Content-Type' in each ? each['Content-Type'] : []));
  return { life: form.expires, max: (pinned as readonly number[] | undefined)?.[2] ?? Infinity, types };
}

it('sessions keep to the grant that they began under, and to those that are there at each use', async () => {
  const signing = new SigningService(log, clock, new Metrics(), new Spans());
  const forms = new UploadFormsService(signing);
  const counts = { refused: 0, used: 0, stopped: 0 };
  const property = fc.asyncProperty(
    file,
    file,
    fc.boolean(),
    caller,
    begun,
    type,
    async (before, other, isSame, who, request, fileType) => {
      const after = isSame ? before : other;
      let tenant = tenantOf(before);
      const registry = {
        get: () => tenant,
        inForce: () => tenant,
        issuer: () => ISSUER,
      } as unknown as TenantRegistry;
      const sealed = new SealedSessions(sealer, registry);
      const sessions = new UploadSessionsService(sealed, sealer, new RateLimiter(clock), log, clock);
      const uppy = new UppyService(signing, forms, ...UNUSED, new RateLimiter(clock), clock);
      const body = JSON.parse(JSON.stringify({ ...request, overwrite: true, naming: 'filename' })) as object;
      const session = await ifAllowed(sessions.begin(accessOf(tenant, who), body, 'https://api.example'));
      const own = grantBegunUnder(before, who, request);
      expect(session !== undefined, JSON.stringify([before, request])).toBe(own !== undefined);
      if (!own || !session) return void counts.refused++;
      tenant = tenantOf(after);
      const params = { capability: session.capability };
      const asked = { params, id: 'r2', raw: {} } as unknown as FastifyRequest;
      const access = await sealed.accessOf(asked);
      const form = await ifAllowed(uppy.params(access, { filename: 'x', type: fileType }));
      const wanted = expected(before, after, own, request, fileType);
      expect(form && signedAs(form), JSON.stringify([before, after, request])).toEqual(
        wanted && { ...wanted, types: [fileType] },
      );
      counts[wanted ? 'used' : 'stopped']++;
    },
  );
  await fc.assert(property, { numRuns: 800 });
  expect(Math.min(...Object.values(counts)), JSON.stringify(counts)).toBeGreaterThan(40);
}, 60_000);

type Own = readonly [ModelGrant, ModelCaller];

/** Returns the form that the service should sign for a file of a session. */
function expected(
  before: ModelFile,
  after: ModelFile,
  [chosen, claims]: Own,
  { keyPrefix, contentTypes, maxFileSize }: Begun,
  fileType: string,
) {
  const sealed: Together = [
    before.limits,
    chosen.limits ?? {},
    {
      ...(contentTypes && { contentTypes }),
      ...(maxFileSize !== undefined && { maxUploadBytes: maxFileSize }),
    },
  ];
  const all = grantsFor(after.grants, claims, 'upload', `${keyPrefix}x`).map((each): Together => [
    after.limits,
    each.limits ?? {},
    ...sealed,
  ]);
  return formOf(all, fileType, undefined, {}, defaultLife(after));
}

/**
 * Returns the grant with the largest file, then the longest URL lifetime, then the first position, together with the
 * claims that it requires.
 */
function grantBegunUnder(
  { limits, grants }: ModelFile,
  who: ModelCaller,
  { keyPrefix, contentTypes = [], maxFileSize }: Begun,
): Own | undefined {
  const together = ({ limits: own }: ModelGrant): readonly ModelLimits[] => [limits, own ?? {}];
  const allowing = grantsFor(grants, who, 'upload', keyPrefix);
  const size = (each: ModelGrant): number => Math.min(maxFileSize ?? Infinity, sizeLimit(together(each)));
  const life = (each: ModelGrant) => lifeLimit(together(each));
  const [best] = allowing
    .filter((each) => contentTypes.every((wanted) => typeAllowed(together(each), wanted)))
    .toSorted((one, other) =>
      size(one) === size(other) ? life(other) - life(one) : size(other) > size(one) ? 1 : -1,
    );
  const chosen = best && (allowing.find(({ limits: own }) => own === undefined) ?? best); // no grant allows more
  if (!chosen) return undefined;
  const prefix = chosen.prefixes.find((each) => coversKey(each, who, keyPrefix))!;
  const groups = chosen.where ? [chosen.where['/groups']] : [];
  return [chosen, { groups, sub: prefix.includes('${sub}') }];
}
