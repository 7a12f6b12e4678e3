import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import type { SigningEvent } from '../audit/signing-event.js';
import { eventFrame, eventLine } from './event-line.js';
import { EventLines } from './event-lines.js';
import { isoTime } from './iso-time.js';

const event: fc.Arbitrary<SigningEvent> = fc.record({
  signingId: fc.constant('01JD5Z8Q4X9V2B7N6M3K1H0G5T'),
  requestId: fc.constant('1'),
  tenant: fc.constantFrom('team-a', 'team-b'),
  subject: fc.constantFrom('a', '"'),
  issuer: fc.constant('platform'),
  action: fc.constantFrom('upload', 'download'),
  method: fc.constant('GET'),
  bucket: fc.constant('b'),
  key: fc.string({ unit: 'binary' }),
  constraints: fc.constant([]),
  expiresAt: fc.constant('2026-11-24T12:10:00Z'),
  limitedBy: fc.constant('request'),
  accessKeyId: fc.constant('A'),
});

it('writes the same bytes as one line after the other, and counts them', () => {
  vi.useFakeTimers({ now: 0 });
  fc.assert(
    fc.property(fc.array(event), (events) => {
      const lines = new EventLines(1);
      for (const each of events) lines.add(each);
      const expected = events.map((each) => eventLine(each, eventFrame(each, isoTime()))).join('');
      expect(lines.bytes().toString()).toBe(Buffer.from(expected).toString());
      expect([...lines.counts].reduce((sum, [, , { n }]) => sum + n, 0)).toBe(events.length);
    }),
  );
  vi.useRealTimers();
});
