import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Constraint } from '../audit/constraint.js';
import { constraintsJson } from './constraints-json.js';
import { answerFrame, signedUrlJson, type SignedUrl } from './signed-url-json.js';

const constraints: fc.Arbitrary<Constraint[]> = fc.array(
  fc.record({
    name: fc.constantFrom('contentType', 'metadata'),
    value: fc.jsonValue(),
    enforcedBy: fc.constantFrom('s3' as const, 'service' as const, 'advisory' as const),
  }),
  { maxLength: 3 },
);
const text = fc.string({ unit: 'binary' });
const answer: fc.Arbitrary<SignedUrl> = fc.record({
  url: fc.webUrl({ withQueryParameters: true }).map((url) => new URL(url).href.replaceAll("'", '%27')),
  method: fc.constantFrom('GET' as const, 'PUT' as const),
  headers: fc.dictionary(fc.constantFrom('content-type', 'x-amz-meta-a'), text, { noNullPrototype: true }),
  signedHeaders: fc.subarray(['content-type', 'host', 'x-amz-meta-a']),
  key: text,
  expiresAt: fc.constantFrom('2026-11-24T12:10:00Z', '2026-11-24T12:11:00Z'),
  expiresIn: fc.constantFrom(1, 604_800),
  limitedBy: fc.constantFrom('request' as const, 'credentials' as const),
  signingId: fc.constant('01JD5Z8Q4X9V2B7N6M3K1H0G5T'),
  constraints,
});

it('writes the same bytes as JSON.stringify', () => {
  fc.assert(
    fc.property(answer, (each) => {
      expect(signedUrlJson(each)).toBe(JSON.stringify(each));
      const withReceipt = Object.assign({}, each, { receipt: 'a.b_c-d' });
      expect(signedUrlJson(withReceipt)).toBe(JSON.stringify(withReceipt));
      expect(signedUrlJson(each, answerFrame(each, '"status":200,'))).toBe(
        JSON.stringify(Object.assign({ status: 200 }, each)),
      );
      expect(constraintsJson(each.constraints)).toBe(JSON.stringify(each.constraints));
    }),
    { numRuns: 1000 },
  );
});
