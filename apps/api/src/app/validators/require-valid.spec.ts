import { describe, expect, it } from 'vitest';
import { DETAIL } from '#validation';
import { schemasOf } from '#validation/schemas';
import { DownloadRequest } from '../../features/downloads/download.request.js';
import { TutorialRequest } from '../../features/tutorial/tutorial.request.js';
import { UploadRequest } from '../../features/uploads/upload.request.js';
import { ApiError } from '../../platform/problems/api-error.js';
import { requireValid, type RequestPart } from '../../platform/validation/require-valid.js';
import { REQUEST_CLASSES } from './request-classes.js';

function errors(type: typeof UploadRequest | typeof TutorialRequest, value: unknown, part: RequestPart) {
  try {
    requireValid(value, part, type);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return Object.fromEntries(error.errors!.map(({ pointer, detail }) => [pointer, detail]));
  }
  return {};
}
const uploadErrors = (value: unknown) => errors(UploadRequest, value, 'body');

describe('validation', () => {
  it('passes on what is valid, as it is', () => {
    const request = { key: 'a', metadata: { 'a/b~c': '' } };
    expect(() => requireValid(request, 'body', UploadRequest)).toThrow(ApiError);
    const valid = { key: 'a', metadata: { constructor: 'x' }, tags: { Größe: '漢' } };
    expect(requireValid(valid, 'body', UploadRequest)).toBe(valid);
  });

  it('names every error once, in the words of the class', () => {
    expect(
      uploadErrors({
        expiresIn: 1.5,
        minValidity: 604_801,
        contentType: 'text',
        contentLength: -1,
        checksum: { algorithm: 'MD5' },
        metadata: { Origin: 'web', 'a/b': 1, ok: '\n' },
        tags: null,
        ifNoneMatch: 'etag',
        colour: 'red',
      }),
    ).toEqual({
      '#/key': 'Is missing: must be the key of an object, up to 1024 bytes, such as reports/2026.pdf.',
      '#/expiresIn': 'Must be whole seconds from 1 to 604800.',
      '#/minValidity': 'Must be whole seconds from 1 to 604800.',
      '#/contentType':
        'Must be a media type, such as image/png or text/plain; charset=utf-8, up to 16384 characters.',
      '#/contentLength': 'Must be whole bytes from 0 to 5368709120: S3 takes no more in one PUT.',
      '#/checksum/algorithm': 'Must be one of SHA256, CRC32, CRC32C, CRC64NVME.',
      '#/checksum/value': 'Is missing: must be the base64 of a digest of 4 to 32 bytes.',
      '#/metadata/Origin':
        'Must be up to 64 strings of printable ASCII, by lower-case names of 1 to 128 characters.',
      '#/metadata/a~1b':
        'Must be up to 64 strings of printable ASCII, by lower-case names of 1 to 128 characters.',
      '#/metadata/ok':
        'Must be up to 64 strings of printable ASCII, by lower-case names of 1 to 128 characters.',
      '#/tags':
        'Must be up to 10 strings of 256 letters, digits, spaces and _.:/=+@- at most, by names of 1 to 128 of them.',
      '#/ifNoneMatch': 'Must be "*".',
      '#/colour': 'Is not known here. Remove it, or correct its spelling.',
    });
  });

  it.each([[null], [[]], ['key'], [5]])('wants an object, not %j', (value) => {
    expect(uploadErrors(value)).toEqual({ '#': 'Must be a JSON object.' });
  });

  it.each([[null], [[]], ['SHA256']])('wants an object in an object, not %j', (checksum) => {
    expect(uploadErrors({ key: 'a', checksum })).toEqual({
      '#/checksum': 'Must be an object of algorithm and value.',
    });
  });

  it('checks queries too', () => {
    expect(errors(TutorialRequest, { key: 'a' }, 'query')).toEqual({});
    expect(errors(TutorialRequest, { key: ['a', 'b'] }, 'query')).toEqual({
      '#/key': 'Must be the key of an object, up to 1024 bytes, given once, such as ?key=reports/2026.pdf.',
    });
  });

  it('lets nothing through for a class that it does not know', () => {
    class Unknown {}
    expect(() => requireValid({}, 'body', Unknown)).toThrow('no validator');
    expect(() => requireValid({}, 'body', DownloadRequest)).toThrow(ApiError);
  });
});

it.each(Object.entries(schemasOf(REQUEST_CLASSES)))('every field of %s has words', (_, schema) => {
  for (const field of Object.values(schema['properties'] as object)) expect(field).toHaveProperty(DETAIL);
});
