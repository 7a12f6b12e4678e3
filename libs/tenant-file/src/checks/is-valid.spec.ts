import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyTenantFile } from '../../../../test/support/generators/any-tenant-file.js';
import { replaceNth } from '../../../../test/support/generators/replace-nth.js';
import { TenantFile } from '../tenant-file.js';
import { isValid } from './is-valid.js';

const change = fc.record({
  at: fc.nat(),
  value: fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant(undefined)),
});

it('says what class-validator says, of valid files and of others', () => {
  let valid = 0;
  fc.assert(
    fc.property(anyTenantFile, fc.array(change, { maxLength: 2 }), (file, changes) => {
      const plain = JSON.parse(JSON.stringify(file)) as object;
      for (const { at, value } of changes) replaceNth(plain, at, value);
      const instance = plainToInstance(TenantFile, plain);
      const errors = validateSync(instance, { whitelist: true, forbidNonWhitelisted: true });
      expect(isValid(instance)).toBe(errors.length === 0);
      valid += errors.length === 0 ? 1 : 0;
    }),
    { numRuns: 400 },
  );
  expect(valid).toBeGreaterThan(100);
});

it.each([
  { extra: 1 },
  { tenants: [[]] },
  { tenants: 'x' },
  { tenants: [{}] },
  { issuers: null },
  { version: '1' },
])('refuses %j', (more) => expect(isValid(plainToInstance(TenantFile, { version: 1, ...more }))).toBe(false));
