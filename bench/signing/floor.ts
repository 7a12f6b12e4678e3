import { createHmac, createSecretKey, hash } from 'node:crypto';
import { ours } from './ours.ts';
import type { Signer } from './signer.ts';

/** The minimum work of any SigV4 signer in Node: the two primitives, over bytes that are prepared in advance. */
export const floor: Signer = {
  title: 'the floor: `crypto.hash` and `createHmac`, nothing else',
  prepare(credentials) {
    const canonical = canonicalRequestOf(ours.prepare(credentials)('users/u1/report-1000.pdf') as string);
    const key = createSecretKey(Buffer.alloc(32, 7));
    const head = 'AWS4-HMAC-SHA256\n20261124T120000Z\n20261124/eu-west-1/s3/aws4_request\n';
    return () =>
      createHmac('sha256', key)
        .update(head + hash('sha256', canonical, 'hex'))
        .digest('hex');
  },
};

/** Returns the canonical request of a URL that signs only its host. */
function canonicalRequestOf(url: string): string {
  const { host, pathname, search } = new URL(url);
  const query = search.slice(1).replace(/&X-Amz-Signature=\w+/, '');
  return Buffer.from(`GET\n${pathname}\n${query}\nhost:${host}\n\nhost\nUNSIGNED-PAYLOAD`).toString(); // a flat string
}
