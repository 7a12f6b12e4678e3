import { Ajv, type ErrorObject } from 'ajv';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DETAIL, EACH, OVERRIDE } from '#validation';
import { SCHEMAS } from '#validation/schemas';
import { nearValid } from '../../../../../test/support/generators/near-valid.js';
import { REQUEST_CLASSES } from '../../app/validators/request-classes.js';
import { requestSchemas } from '../../app/validators/request-schemas.js';
import { CompletionRequest } from '../../features/multipart-uploads/completion.request.js';
import { MAX_PARTS } from '../../features/multipart-uploads/part-plan.js';
import { UploadRequest } from '../../features/uploads/upload.request.js';
import { UppyCompletion, UppyFile } from '../../features/uppy/uppy.requests.js';
import { ErrorList } from '../problems/error-list.js';
import { memberPointer } from '../problems/member-pointer.js';
import { addErrors, isValid } from './validate.js';

const schemas = requestSchemas();
const ajv = new Ajv({
  allErrors: true,
  allowUnionTypes: true,
  keywords: [DETAIL, EACH, OVERRIDE],
  schemas: Object.entries(schemas).map(([name, schema]) => ({ $id: SCHEMAS + name, ...schema })),
});

/** Returns the place of an error that ajv finds with `allErrors`. */
function place({ instancePath, params, propertyName }: ErrorObject): string {
  const { missingProperty, additionalProperty, propertyName: named } = params as Record<string, string>;
  const member = propertyName ?? named ?? missingProperty ?? additionalProperty;
  const tokens = instancePath
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (member !== undefined) tokens.push(member);
  return tokens.reduce((parent, token) => memberPointer(parent, token) ?? parent, '#');
}

/** Returns the places of all errors. The members of a list or object that has too many members are left out. */
function placesOf(errors: readonly ErrorObject[]): Set<string> {
  const tooLarge = errors.filter(({ keyword }) => /^max(?:Items|Properties)$/.test(keyword)).map(place);
  const places = errors.map(place);
  return new Set(places.filter((each) => !tooLarge.some((parent) => each.startsWith(`${parent}/`))));
}

const reported = (value: unknown, type: unknown): ErrorList => {
  const errors = new ErrorList();
  if (!isValid(value, type)) addErrors(errors, value, type);
  return errors;
};

describe.each(REQUEST_CLASSES.map((type) => [type.name, type] as const))('%s', (name, type) => {
  it('every error is found, once for each place', () => {
    const validate = ajv.getSchema(SCHEMAS + name)!;
    fc.assert(
      fc.property(nearValid(schemas[name]!, schemas), (value) => {
        const isRight = validate(value);
        const pointers = placesOf(validate.errors ?? []);
        const errors = reported(value, type);
        expect(errors.count === 0, JSON.stringify(value)).toBe(isRight);
        const found = new Set(errors.listed.map(({ pointer }) => pointer));
        expect(errors.omitted > 0 ? pointers : found).toEqual(pointers);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a report', () => {
  it.each([
    ['a list that is too long', CompletionRequest, { parts: listOf(MAX_PARTS + 1, {}) }, 1],
    ['a list of no objects', CompletionRequest, { parts: listOf(MAX_PARTS, 0) }, MAX_PARTS],
    ['a list of empty objects', UppyCompletion, { parts: listOf(MAX_PARTS, {}) }, 2 * MAX_PARTS],
    ['too much metadata', UploadRequest, { key: 'a', metadata: members(65, 'UPPER') }, 1],
    ['metadata with wrong names', UploadRequest, { key: 'a', metadata: members(64, 'UPPER') }, 64],
    ['unknown members', UppyFile, { filename: 'a', ...members(9000, 'x') }, 9000],
    ['members of Object', UppyFile, { filename: 'a', ['constructor']: 1, toString: 1 }, 2],
  ])('of %s lists 50 errors at most, and counts all', (_, type, value, count) => {
    const errors = reported(value, type);
    expect(errors).toMatchObject({ count, omitted: Math.max(0, count - 50) });
  });
});

const listOf = (count: number, item: unknown): unknown[] => Array.from({ length: count }, () => item);

function members(count: number, name: string): object {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`${name}${index}`, 'x']));
}
