import fc from 'fast-check';
import pino from 'pino';
import { expect, it } from 'vitest';
import { requestLine, type RequestLine } from './request-line.js';

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

it('is what pino makes of it', () => {
  const lines: string[] = [];
  const options = {
    base: null,
    timestamp: () => `,"time":"${TIME}"`,
    formatters: { level: (level: string) => ({ level }) },
  };
  const log = pino(options, { write: (text) => lines.push(text) });
  fc.assert(
    fc.property(line, (each) => {
      log.info(each, 'request');
      expect(requestLine(each, TIME)).toBe(lines.pop());
    }),
  );
});
