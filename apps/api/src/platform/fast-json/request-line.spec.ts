import fc from 'fast-check';
import pino from 'pino';
import { expect, it } from 'vitest';
import { MAX_SUBJECT, requestLine, type RequestCaller, type RequestLine } from './request-line.js';

const TIME = '2026-11-24T12:00:00.000Z';
const optional = (text: fc.Arbitrary<string>) => fc.option(text, { nil: undefined });
const line: fc.Arbitrary<RequestLine> = fc.record({
  requestId: fc.stringMatching(/^[\w-]{1,128}$/),
  method: fc.constantFrom('GET', 'M-SEARCH'),
  route: fc.constantFrom('*', '/v1/tenants/:tenant/downloads'),
  status: fc.integer({ min: 200, max: 599 }),
  durationMs: fc.nat().map((microseconds) => microseconds / 1000),
  tenant: optional(fc.stringMatching(/^[a-z0-9-]{1,63}$/)),
  code: optional(fc.constantFrom('access_denied', 'invalid_token')),
  traceId: optional(fc.stringMatching(/^[0-9a-f]{32}$/)),
});

const caller: fc.Arbitrary<RequestCaller> = fc.record({
  issuer: fc.stringMatching(/^[a-z0-9-]{1,63}$/),
  subject: fc.string({ unit: 'binary', minLength: 1, maxLength: MAX_SUBJECT / 2 }),
  session: optional(fc.stringMatching(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/)),
});

const lines: string[] = [];
const log = pino(
  {
    base: null,
    timestamp: () => `,"time":"${TIME}"`,
    formatters: { level: (level: string) => ({ level }) },
  },
  { write: (text) => lines.push(text) },
);

it('writes the same bytes as pino', () => {
  fc.assert(
    fc.property(line, (each) => {
      log.info(each, 'request');
      expect(requestLine(each, TIME)).toBe(lines.pop());
    }),
  );
});

it('has the duration rounded to microseconds', () => {
  fc.assert(
    fc.property(line, fc.double({ min: 0, max: 1e7, noNaN: true }), (each, durationMs) => {
      const written = JSON.parse(requestLine({ ...each, durationMs }, TIME)) as RequestLine;
      expect(written.durationMs).toBe(Math.round(durationMs * 1000) / 1000);
    }),
  );
});

it('is that with who called, too, whatever a token has for a subject', () => {
  fc.assert(
    fc.property(line, caller, ({ code, traceId, ...before }, who) => {
      log.info({ ...before, ...who, code, traceId }, 'request');
      expect(requestLine({ ...before, code, traceId }, TIME, who)).toBe(lines.pop());
    }),
  );
});

it('is one line of JSON with the beginning of a long subject', () => {
  const text = fc.string({ unit: 'binary', minLength: MAX_SUBJECT + 1, maxLength: 20 * MAX_SUBJECT });
  fc.assert(
    fc.property(line, text, (each, subject) => {
      const written = requestLine(each, TIME, { issuer: 'platform', subject });
      expect(written.indexOf('\n')).toBe(written.length - 1);
      const { subject: kept } = JSON.parse(written) as { subject: string };
      expect(kept.endsWith('…')).toBe(true);
      expect(kept.length).toBeLessThanOrEqual(MAX_SUBJECT + 1);
      expect(subject.startsWith(kept.slice(0, -1))).toBe(true);
    }),
  );
});
