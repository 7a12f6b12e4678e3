import fc from 'fast-check';
import pino from 'pino';
import { expect, it } from 'vitest';
import type { SigningEvent } from '../audit/signing-event.js';
import { eventFrame, eventLine } from './event-line.js';

const TIME = '2026-11-24T12:00:00.000Z';
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('a', '"', '\\', '\n', 'ü'));
const plain = fc.constantFrom('upload', 'download');
const event: fc.Arbitrary<SigningEvent> = fc.record({
  signingId: fc.constant('01JD5Z8Q4X9V2B7N6M3K1H0G5T'),
  requestId: fc.oneof(fc.constant('1'), fc.stringMatching(/^[\w-]{1,128}$/)),
  tenant: fc.constantFrom('team-a', 'team-b'),
  subject: text,
  issuer: text,
  action: plain,
  method: fc.constantFrom('GET', 'PUT'),
  bucket: text,
  key: text,
  constraints: fc.array(
    fc.record({
      name: fc.constantFrom('contentType', 'metadata'),
      value: fc.jsonValue(),
      enforcedBy: fc.constantFrom('s3', 'advisory'),
    }),
    { maxLength: 3 },
  ),
  expiresAt: fc.constantFrom('2026-11-24T12:10:00Z', '2026-11-24T12:11:00Z'),
  limitedBy: fc.constantFrom('request', 'default'),
  accessKeyId: text,
});

it('writes the same line as pino', () => {
  let written = '';
  const logger = pino(
    { base: null, timestamp: () => `,"time":"${TIME}"`, formatters: { level: (level) => ({ level }) } },
    { write: (line) => void (written = line) },
  );
  fc.assert(
    fc.property(event, (each) => {
      logger.info(each, 'signing');
      expect(JSON.parse(eventLine(each, eventFrame(each, TIME)))).toEqual(JSON.parse(written));
      expect(eventLine(each, eventFrame(each, TIME))).toMatch(/^\{"level":"info","time":[^\n]*\}\n$/);
    }),
    { numRuns: 1000 },
  );
});
