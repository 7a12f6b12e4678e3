import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortLines } from './short-lines.js';

const time = '2026-11-28T15:15:11.123Z';
const line = (fields: object): string => `${JSON.stringify({ level: 'info', time, ...fields })}\n`;

describe('log lines on a terminal', () => {
  it.each([
    [
      { requestId: 'r1', method: 'GET', route: '/docs', status: 200, durationMs: 5.25, msg: 'request' },
      '15:15:11 GET /docs 200 5.25 ms',
    ],
    [
      { method: 'POST', route: '*', status: 404, durationMs: 1, code: 'not_found', msg: 'request' },
      '15:15:11 POST * 404 1 ms code=not_found',
    ],
    [
      { signingId: '01', tenant: 'team-a', action: 'upload', key: 'a b', constraints: [], msg: 'signing' },
      '15:15:11 signing upload a b tenant=team-a',
    ],
    [
      { level: 'warn', reason: 'why', msg: 'tenant file refused' },
      '15:15:11 WARN tenant file refused reason=why',
    ],
  ])('shows %j as %s', (fields, expected) => {
    expect(shortLines(line(fields))).toBe(`${expected}\n`);
  });

  it('keeps lines apart, and leaves what is not JSON as it is', () => {
    const lines = `${line({ msg: 'a' })}    at x (y.js:1)\n{not json}\n${line({ msg: 'b' })}`;
    expect(shortLines(lines)).toBe('15:15:11 a\n    at x (y.js:1)\n{not json}\n15:15:11 b\n');
  });

  it('lets no key move the cursor, begin a line or reverse the text', () => {
    const keys = fc.string({
      unit: fc.oneof(fc.constantFrom('\x1b', '\n', '\r', '\u0085', '\u202e', '\u2028'), fc.string()),
    });
    fc.assert(
      fc.property(keys, (key) => {
        const short = shortLines(line({ action: 'upload', key, msg: 'signing' }));
        expect(short.slice(0, -1)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(short.endsWith('\n')).toBe(true);
      }),
    );
  });
});
