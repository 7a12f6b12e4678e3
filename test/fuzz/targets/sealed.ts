import * as fc from 'fast-check';
import { altered } from '../text.js';
import { expectAnswer, inTime, type Target } from '../target.js';

const letters = fc.oneof(
  fc.constantFrom('.', '..', 'A', '-', '_', 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0'),
  fc.string({ unit: fc.constantFrom(...'ABCxyz019-_.'.split('')), maxLength: 4 }),
);

/** Sends altered uploadIds and receipts. Only the unaltered token must be accepted, in its own place only. */
export const target: Target = {
  async property(client) {
    const upload = { key: 'fuzz/parts.bin', contentLength: 6 * 1024 ** 2 };
    const { json } = await client.post<{ uploadId: string }>('/multipart-uploads', upload);
    const single = { key: 'fuzz/single.txt', contentLength: 5, receipt: true };
    const { receipt } = (await client.sign('uploads', single)) as { receipt?: string };
    const sealed = [json.uploadId, receipt!];
    return fc.asyncProperty(altered(sealed, letters), async (text) => {
      const parts = `/v1/tenants/team-a/multipart-uploads/${encodeURIComponent(text)}/parts`;
      const [list, confirmed] = await inTime(
        Promise.all([client.send(parts), client.post('/confirmations', { receipt: text })]),
      );
      expectAnswer(list);
      expectAnswer(confirmed);
      const isOpened = list.status === 200 || [200, 409].includes(confirmed.status);
      return isOpened === sealed.includes(text);
    }) as never;
  },
};
