import { createHmac, randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HmacSha256 } from './hmac.js';

// RFC 4231: the test cases whose data is text.
const CASES = [
  {
    name: '1: short key',
    key: Buffer.alloc(20, 0x0b),
    text: 'Hi There',
    mac: 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  },
  {
    name: '2: shorter than the digest',
    key: Buffer.from('Jefe'),
    text: 'what do ya want for nothing?',
    mac: '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  },
  {
    name: '6: key longer than a block',
    key: Buffer.alloc(131, 0xaa),
    text: 'Test Using Larger Than Block-Size Key - Hash Key First',
    mac: '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  },
  {
    name: '7: key and text longer than a block',
    key: Buffer.alloc(131, 0xaa),
    text: 'This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm.',
    mac: '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
  },
];

describe('HmacSha256', () => {
  it.each(CASES)('RFC 4231 test case $name', ({ key, text, mac }) => {
    expect(new HmacSha256(key).hex(text)).toBe(mac);
  });

  it('equals createHmac for any key and any sequence of texts, in one part or in two', () => {
    const key = fc.uint8Array({ maxLength: 200 });
    const head = fc.string({ unit: 'binary', maxLength: 100, size: 'max' });
    const tail = fc.string({ unit: 'binary-ascii', maxLength: 70, size: 'max' });
    const texts = fc.array(fc.tuple(fc.oneof(head, fc.constant('the same')), tail), { maxLength: 8 });
    fc.assert(
      fc.property(key, texts, (bytes, sequence) => {
        const hmac = new HmacSha256(Buffer.from(bytes));
        for (const parts of sequence) {
          const expected = createHmac('sha256', bytes).update(parts.join('')).digest('hex');
          expect(hmac.hex(...parts)).toBe(expected);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('keeps keys apart that are used in turn', () => {
    const keys = [randomBytes(32), randomBytes(20), randomBytes(64), randomBytes(100)];
    const hmacs = keys.map((key) => new HmacSha256(key));
    for (const text of ['one', 'two', 'one', 'a longer one']) {
      const macs = keys.map((key) => createHmac('sha256', key).update(text).digest('hex'));
      expect(hmacs.map((hmac) => hmac.hex(text))).toStrictEqual(macs);
      expect(hmacs.map((hmac) => hmac.hex('', text))).toStrictEqual(macs);
    }
  });

  it('shows nothing of its key to a log', () => {
    const hmac = new HmacSha256(Buffer.from('secret'));
    expect(JSON.stringify(hmac)).toBe('{}');
  });
});
