import { BUCKET, REGION, credentialsWith } from '../world/credentials.ts';

const url =
  `https://${BUCKET}.s3.${REGION}.amazonaws.com/users/u1/reports/2026-11.pdf?X-Amz-Algorithm=AWS4-HMAC-SHA256` +
  `&X-Amz-Credential=ASIAIOSFODNN7EXAMPLE%2F20261124%2F${REGION}%2Fs3%2Faws4_request&X-Amz-Date=20261124T120000Z` +
  `&X-Amz-Expires=600&X-Amz-Security-Token=${encodeURIComponent(credentialsWith(800).sessionToken!)}` +
  `&X-Amz-Signature=${'0'.repeat(64)}&X-Amz-SignedHeaders=host&response-content-disposition=attachment` +
  '&x-signing-id=01JD5Z8Q4X9V2B7N6M3K1H0G5T';

/** An answer of the same length as the answer to a download. */
export const CONSTANT_ANSWER = {
  url,
  method: 'GET',
  headers: {},
  signedHeaders: ['host'],
  key: 'users/u1/reports/2026-11.pdf',
  expiresAt: '2026-11-24T12:10:00Z',
  expiresIn: 600,
  limitedBy: 'request',
  signingId: '01JD5Z8Q4X9V2B7N6M3K1H0G5T',
  constraints: [
    { name: 'responseContentDisposition', value: 'attachment', enforcedBy: 's3' },
    { name: 'expiresAt', value: '2026-11-24T12:10:00Z', enforcedBy: 's3' },
  ],
};
