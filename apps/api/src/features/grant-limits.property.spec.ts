import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { parseTenantFile } from '#tenant-file';
import { tenantEntry } from '../../../../test/support/processes/in-process-api.js';
import { batchesService } from '../../testing/batches.js';
import {
  accessOf,
  caller,
  defaultLife,
  file,
  key,
  lifetime,
  optional,
  range,
  tenantOf,
  type,
  type ModelFile,
} from '../../testing/grant-limits-files.js';
import {
  formOf,
  grantsFor,
  inlineAllowed,
  lifeOf,
  sizeLimit,
  typeAllowed,
  type ModelCaller,
  type Together,
} from '../../testing/grant-limits-model.js';
import { ISSUER } from '../../testing/sealed.js';

const folder = mkdtempSync(join(tmpdir(), 'limits-'));
const fd = openSync(join(folder, 'log'), 'w');
afterAll(() => {
  closeSync(fd);
  rmSync(folder, { recursive: true });
});

const operation = fc.oneof(
  fc.record({
    operation: fc.constant('upload' as const),
    key,
    contentType: type,
    contentLength: optional(fc.constantFrom(4, 8, 15, 40, 60)),
    ...lifetime,
  }),
  fc
    .record({
      operation: fc.constant('upload-form' as const),
      key: optional(key),
      keyPrefix: fc.constantFrom('a/', 'users/alice/'),
      contentType: type,
      contentLengthRange: range,
      ...lifetime,
    })
    .map(({ key: name, keyPrefix, ...rest }) => ({
      ...rest,
      ...(name === undefined ? { keyPrefix } : { key: name }),
    })),
  fc.record({
    operation: fc.constant('download' as const),
    key,
    inline: fc.boolean(),
    contentType: type,
    ...lifetime,
  }),
  fc.record({ operation: fc.constantFrom('head' as const, 'delete' as const), key, ...lifetime }),
);
type ModelOperation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

/** The lifetime of a signed URL or form, and the largest file of a form. */
interface Signed {
  readonly life: number;
  readonly max?: number;
}

function expected(model: ModelFile, who: ModelCaller, asked: ModelOperation): Signed | undefined {
  const together = (permit: Parameters<typeof grantsFor>[2], name: string): Together[] =>
    grantsFor(model.grants, who, permit, name).map((each) => [model.limits, each.limits ?? {}]);
  const lasting = (allowing: readonly Together[]): Signed | undefined => {
    const life = lifeOf(allowing, asked, defaultLife(model));
    return life === undefined ? undefined : { life };
  };
  switch (asked.operation) {
    case 'upload': {
      const { contentType, contentLength = Infinity } = asked;
      return lasting(
        together('upload', asked.key).filter(
          (each) =>
            typeAllowed(each, contentType) &&
            (sizeLimit(each) === Infinity || contentLength <= sizeLimit(each)),
        ),
      );
    }
    case 'upload-form': {
      const { contentType, contentLengthRange } = asked;
      const all =
        'keyPrefix' in asked ? together('keyPrefixForm', asked.keyPrefix) : together('upload', asked.key);
      return formOf(all, contentType, contentLengthRange, asked, defaultLife(model));
    }
    case 'download': {
      const all = together('download', asked.key);
      if (!asked.inline) return lasting(all);
      if (asked.contentType === 'image/svg+xml') return undefined;
      return lasting(all.filter((each) => inlineAllowed(each, asked.contentType)));
    }
    default:
      return lasting(together(asked.operation === 'head' ? 'download' : 'delete', asked.key));
  }
}

interface Result {
  readonly status: number;
  readonly expiresIn: number;
  readonly constraints: readonly { readonly name: string; readonly value: { readonly max?: number } }[];
}

function signedAs({ status, expiresIn, constraints }: Result, { operation: kind }: ModelOperation) {
  if (status !== 200) return [400, 403, 422].includes(status) ? undefined : status;
  const pinned = constraints.find(({ name }) => name === 'contentLengthRange')?.value;
  return { life: expiresIn, ...(kind === 'upload-form' && { max: pinned?.max ?? Infinity }) };
}

it('requests are signed as if each grant stood alone with the tenant’s limits', async () => {
  const batches = await batchesService(fd);
  const counts = { signed: 0, refused: 0 };
  const property = fc.asyncProperty(
    file,
    caller,
    fc.array(operation, { minLength: 1, maxLength: 12 }),
    async (model, who, operations) => {
      const body = JSON.parse(JSON.stringify({ operations })) as { operations: unknown[] };
      const json = await batches.sign(accessOf(tenantOf(model), who), body);
      const { results } = JSON.parse(json.toString()) as { results: Result[] };
      const wanted = operations.map((each) => expected(model, who, each));
      expect(results.map((result, index) => signedAs(result, operations[index]!))).toEqual(wanted);
      for (const each of wanted) counts[each ? 'signed' : 'refused']++;
    },
  );
  await fc.assert(property, { numRuns: 500 });
  expect(Math.min(counts.signed, counts.refused)).toBeGreaterThan(500); // otherwise, only one kind was compared
}, 60_000);

const fits = ({ limits: own, grants }: ModelFile) =>
  grants.every(
    ({ limits: mine = {} }) =>
      (mine.maxUploadBytes ?? 0) <= (own.maxUploadBytes ?? Infinity) &&
      (mine.maxExpiresIn ?? 0) <= (own.maxExpiresIn ?? 3600) &&
      (mine.contentTypes ?? []).every(
        (each) =>
          own.contentTypes?.includes(each) ||
          (each !== 'image/*' && typeAllowed([own], each)) ||
          !own.contentTypes,
      ) &&
      (mine.inlineTypes ?? []).every((each) => own.inlineTypes?.includes(each) ?? false),
  );
const isTaken = (model: ModelFile): boolean => {
  const text = stringify({
    version: 1,
    issuers: [ISSUER],
    tenants: [tenantEntry('team-a', { limits: model.limits, grants: model.grants })],
  });
  try {
    parseTenantFile(text, 'tenants.yaml');
    return true;
  } catch (error) {
    if (String(error).includes('the tenant’s limits.')) return false;
    throw error;
  }
};
it('a tenant file whose grants are within the tenant’s limits is taken, and one whose are not is refused', () => {
  let taken = 0;
  fc.assert(
    fc.property(file, (model) => {
      expect(isTaken(model), JSON.stringify(model)).toBe(fits(model));
      if (fits(model)) taken++;
    }),
    { numRuns: 500 },
  );
  expect(taken).toBeGreaterThan(50);
});
