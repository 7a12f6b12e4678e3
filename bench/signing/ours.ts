import { SigV4Presigner, bucketEndpoint } from '../product.ts';
import { BUCKET, REGION } from '../world/credentials.ts';
import { EXPIRES_IN, type Signer } from './signer.ts';

/** The signer of our library, used like the API does, with the query of a download. */
export const ours: Signer = {
  title: 'ours',
  prepare(credentials) {
    const presigner = new SigV4Presigner(bucketEndpoint({ bucket: BUCKET, region: REGION }));
    const query = {
      'response-content-disposition': 'attachment',
      'x-signing-id': '01JD5Z8Q4X9V2B7N6M3K1H0G5T',
    };
    return (key) => {
      const signedAt = Math.floor(Date.now() / 1000);
      return presigner.presign({ method: 'GET', key, query, signedAt, expiresIn: EXPIRES_IN }, credentials);
    };
  },
};
