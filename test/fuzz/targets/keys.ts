import * as fc from 'fast-check';
import type { SigningAnswer } from '../../../apps/api/src/signing/signing.response.js';
import { expectAnswer, inTime, type Target } from '../target.js';

const unit = fc.oneof(
  fc.constantFrom('a', '.', '/', '\\', '%', '%2e', '%2F', '?', '#', ' ', '+', '&', ';', ':', '@', '\t', '\0'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 3 }),
);
const keys = fc.array(unit, { minLength: 1, maxLength: 40 }).map((units) => units.join(''));

/**
 * Signs any key. The URL of an accepted key must name the same bytes after a URL parser. Other keys must be refused
 * with `invalid_key`.
 */
export const target: Target = {
  property: async (client) =>
    fc.asyncProperty(keys, fc.constantFrom('downloads', 'uploads', 'deletions'), async (key, what) => {
      const answer = await inTime(client.post<SigningAnswer & { code: string }>(`/${what}`, { key }));
      expectAnswer(answer);
      if (answer.status !== 200) return answer.json.code === 'invalid_key';
      const path = decodeURIComponent(new URL(answer.json.url).pathname);
      return path === `/team-a-files/${key}` && answer.json.key === key;
    }) as never,
};
