import * as fc from 'fast-check';
import { altered } from '../text.js';
import { expectAnswer, inTime, type Target } from '../target.js';

const letters = fc.oneof(
  fc.constantFrom(
    '&',
    '=',
    '%',
    '%00',
    '?',
    '#',
    '/../',
    'X-Amz-Date=',
    'X-Amz-Expires=-1',
    'https://',
    '\u0000',
  ),
  fc.string({ unit: 'binary', maxLength: 4 }),
);
const XML =
  '<?xml version="1.0"?><Error><Code>SignatureDoesNotMatch</Code><CanonicalRequest>GET\n/a\n</CanonicalRequest></Error>';

/** Explains altered URLs and S3 answers. Each answer must be valid, and contain neither a signature nor a token. */
export const target: Target = {
  async property(client) {
    const { url } = await client.sign('downloads', { key: 'fuzz/a b.txt' });
    const signature = new URL(url).searchParams.get('X-Amz-Signature')!;
    const request = fc.record(
      {
        url: altered([url], letters),
        response: altered([XML], letters),
        method: fc.constantFrom('GET', 'PUT'),
      },
      { requiredKeys: ['url'] },
    );
    return fc.asyncProperty(request, async (body) => {
      const answer = await inTime(client.post('/explanations', body));
      expectAnswer(answer);
      return !answer.text.includes(signature);
    }) as never;
  },
};
