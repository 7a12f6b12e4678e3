import * as fc from 'fast-check';
import { ApiClient } from '../../support/clients/api-client.js';
import { altered } from '../text.js';
import { expectAnswer, inTime, type Target } from '../target.js';

const letters = fc.oneof(
  fc.constantFrom('.', '=', 'A', 'e30', 'eyJhbGciOiJub25lIn0', '+', '/'),
  fc.string({ maxLength: 3 }).filter((text) => /^[ -~]*$/.test(text)),
);

/** Sends altered tokens. The API must accept only the original token. */
export const target: Target = {
  property: async (client) =>
    fc.asyncProperty(altered([client.token], letters), async (token) => {
      const other = new ApiClient(client.url, client.tenant, token);
      const answer = await inTime(other.post('/downloads', { key: 'a' }));
      expectAnswer(answer);
      return answer.status === (token.trim() === client.token ? 200 : 401);
    }) as never,
};
