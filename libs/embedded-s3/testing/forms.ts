import { PostFormSigner, type PostForm, type PostFormRequest } from '#s3-presign';
import { bucketEndpoint } from '#s3-presign/aws';
import { multipartForm } from '../../../test/support/clients/multipart-form.js';
import type { EmbeddedS3 } from '../src/index.js';
import { NOW, REGION, TEAM_A, send, type Answer, type SignOptions } from './harness.js';

/** Returns a form of the library's signer, with path style and as team A by default. */
export function signForm(
  { port }: EmbeddedS3,
  request: Partial<PostFormRequest> = {},
  { bucket = 'team-a', credentials = TEAM_A, virtualHosted = false }: SignOptions = {},
): PostForm {
  const endpoint = bucketEndpoint({
    bucket,
    region: REGION,
    endpoint: `http://localhost:${port}`,
    forcePathStyle: !virtualHosted,
  });
  const signer = new PostFormSigner(bucket, endpoint);
  return signer.sign({ key: 'form.txt', fields: {}, signedAt: NOW, expiresIn: 900, ...request }, credentials);
}

/** @param parts in the order in which they shall stand */
export function post(
  url: string,
  parts: readonly Buffer[],
  headers: Record<string, string> = {},
): Promise<Answer> {
  const form = multipartForm(parts);
  return send(url, { method: 'POST', body: form.body, headers: { ...form.headers, ...headers } });
}
