import type { JsonObject } from './json-object.js';

// Answers as `npm start` gives them at noon of the example's day. Redocly holds each against its schema, and the local
// lane holds the schemas against real answers.

const ID = '01M87TF0W3Q1T9Z0XJ9D6J2N4C';
const AT = '2026-11-24T12:15:00Z';
const SEALED = 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..SWFiY2RlZmdoaWpr.b3BhcXVl.dGFnIG9mIHRoZSBzZWFs';

const urlOf = (key: string): string =>
  `https://team-a-files.s3.eu-west-1.amazonaws.com/${key}?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=EXAMPLE&X-Amz-Date=20261124T120000Z&X-Amz-Expires=900&X-Amz-SignedHeaders=host&x-signing-id=${ID}&X-Amz-Signature=EXAMPLE`;

const expiry = { name: 'expiresAt', value: AT, enforcedBy: 's3' };

/** Returns an answer with one URL, of the form that every route which signs one URL has. */
const signed = (method: string, key: string, more: JsonObject = {}): JsonObject => ({
  url: urlOf(key),
  method,
  headers: {},
  signedHeaders: ['host'],
  key,
  expiresAt: AT,
  expiresIn: 900,
  limitedBy: 'default',
  signingId: ID,
  constraints: [expiry],
  ...more,
});

const download = signed('GET', 'hello.txt', {
  constraints: [{ name: 'responseContentDisposition', value: 'attachment', enforcedBy: 's3' }, expiry],
});
const part = (partNumber: number, contentLength: number): JsonObject => ({
  partNumber,
  ...signed('PUT', 'films/holiday.mp4', { contentLength, signedHeaders: ['content-length', 'host'] }),
});
const form = {
  url: 'https://team-a-files.s3.eu-west-1.amazonaws.com/',
  method: 'POST',
  fields: {
    key: 'notes/hello.txt',
    'content-type': 'text/plain',
    policy: 'eyJleHBpcmF0aW9uIjoi…',
    'x-amz-signature': '…',
  },
  key: 'notes/hello.txt',
  expiresAt: AT,
  expiresIn: 900,
  limitedBy: 'default',
  signingId: ID,
  constraints: [{ name: 'contentType', value: 'text/plain', enforcedBy: 's3' }, expiry],
};
const session = {
  sessionId: ID,
  expiresAt: '2026-11-24T13:00:00Z',
  keyPrefix: 'inbox/',
  naming: 'unique',
  contentTypes: ['image/png'],
  constraints: [{ name: 'contentTypes', value: ['image/png'], enforcedBy: 's3' }],
};
const plan = { partSize: 16_777_216, partCount: 2, contentLength: 20_000_000 };
const tutorial = { statusCode: 200, body: JSON.stringify({ url: urlOf('hello.txt') }) };
const uppyUpload = { uploadId: SEALED, key: 'inbox/holiday.mp4', bucket: 'team-a-files' };

/** Example answers by operationId. */
const ANSWERS: Readonly<Record<string, unknown>> = {
  signDownload: download,
  signHead: signed('HEAD', 'hello.txt'),
  signDeletion: signed('DELETE', 'old/hello.txt'),
  signUpload: signed('PUT', 'hello.txt', {
    headers: { 'content-type': 'text/plain' },
    signedHeaders: ['content-length', 'content-type', 'host'],
    constraints: [
      { name: 'contentType', value: 'text/plain', enforcedBy: 's3' },
      { name: 'contentLength', value: 26, enforcedBy: 's3' },
      expiry,
    ],
  }),
  signUploadForm: form,
  signBatch: {
    results: [
      { status: 200, ...download },
      { status: 200, ...form },
    ],
  },
  createMultipartUpload: {
    uploadId: SEALED,
    key: 'films/holiday.mp4',
    expiresAt: '2026-12-01T12:00:00Z',
    ...plan,
    parts: [part(1, 16_777_216), part(2, 3_222_784)],
    constraints: [{ name: 'contentLength', value: 20_000_000, enforcedBy: 'service' }],
  },
  listParts: {
    key: 'films/holiday.mp4',
    ...plan,
    parts: [
      {
        partNumber: 1,
        size: 16_777_216,
        etag: '"9b2cf535f27731c974343645a3985328"',
        lastModified: '2026-11-24T12:00:00Z',
      },
    ],
  },
  signParts: { parts: [part(2, 3_222_784)] },
  completeMultipartUpload: {
    key: 'films/holiday.mp4',
    size: 20_000_000,
    etag: '"9b2cf535f27731c974343645a3985328-2"',
  },
  listObjects: {
    items: [
      {
        key: 'hello.txt',
        size: 26,
        etag: '"9b2cf535f27731c974343645a3985328"',
        lastModified: '2026-11-24T12:00:00Z',
      },
    ],
    nextCursor: SEALED,
  },
  copyObject: {
    key: 'archive/hello.txt',
    size: 26,
    etag: '"9b2cf535f27731c974343645a3985328"',
    contentType: 'text/plain',
  },
  deleteObjects: { results: [{ status: 200, key: 'old/hello.txt' }] },
  confirmUpload: {
    confirmed: true,
    key: 'hello.txt',
    size: 26,
    contentType: 'text/plain',
    etag: '"9b2cf535f27731c974343645a3985328"',
    lastModified: '2026-11-24T12:00:00Z',
  },
  checkCors: {
    allowed: false,
    missing: 'origin',
    detail: 'No CORS rule of the bucket allows https://app.example. Add it to AllowedOrigins.',
  },
  explain: { verdict: 'expired', detail: 'The URL expired at 2026-11-24T12:15:00Z. Sign another one.' },
  createUploadSession: {
    ...session,
    companionEndpoint: `https://presign.example/v1/uppy/${SEALED}`,
    expiresIn: 3600,
    limitedBy: 'default',
  },
  getUploadSession: session,
  tutorialGet: tutorial,
  tutorialPut: tutorial,
  uppyParams: { method: 'POST', url: form.url, fields: form.fields, expires: 900 },
  uppyCreateUpload: uppyUpload,
  uppySignPart: { url: urlOf('inbox/holiday.mp4'), expires: 900 },
  uppySignParts: { presignedUrls: { '1': urlOf('inbox/holiday.mp4'), '2': urlOf('inbox/holiday.mp4') } },
  uppyListParts: [{ PartNumber: 1, ETag: '"9b2cf535f27731c974343645a3985328"', Size: 5_242_880 }],
  uppyCompleteUpload: {
    location: 'https://team-a-files.s3.eu-west-1.amazonaws.com/inbox/holiday.mp4',
    key: 'inbox/holiday.mp4',
    bucket: 'team-a-files',
  },
  uppyAbortUpload: {},
  live: { status: 'up' },
  ready: { status: 'up' },
};

/** Returns the example of an operation's answer (OpenAPI 3.1 §4.8.14); empty if there is none. */
export function answerExample(id: string | readonly string[]): { readonly example?: unknown } {
  const example = ANSWERS[[id].flat()[0]!];
  return example === undefined ? {} : { example };
}
