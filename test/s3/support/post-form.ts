import {
  PostFormSigner,
  formFields,
  type FormConstraints,
  type PostForm,
  type PostFormRequest,
} from '#s3-presign';
import { bucketEndpoint } from '#s3-presign/aws';
import { multipartForm, partsOf } from '../../support/clients/multipart-form.js';
import { target } from './behaviour.js';
import { firstTenant, now, type SignedBy } from './presign.js';
import { send, type Answer } from './send.js';

/** Valid for a minute from now, where nothing else is said. */
export type ToPost = Pick<PostFormRequest, 'key'> &
  Partial<PostFormRequest> & { readonly constraints?: FormConstraints };

/** A form as the product signs it. */
export function signForm({ constraints = {}, ...request }: ToPost, by: SignedBy = {}): PostForm {
  const { endpoint, forcePathStyle } = target;
  const { bucket = firstTenant.bucket, region = target.region, credentials = firstTenant.credentials } = by;
  const signer = new PostFormSigner(bucket, bucketEndpoint({ bucket, region, endpoint, forcePathStyle }));
  const fields = formFields(constraints);
  return signer.sign({ fields, signedAt: now(), expiresIn: 60, ...request }, credentials);
}

/** Fields that replace those of the form; `undefined` leaves one out. */
export type ChangedFields = Readonly<Record<string, string | undefined>>;

export function postForm(
  { url, fields }: PostForm,
  file: string | Uint8Array,
  changed: ChangedFields = {},
  filename?: string,
): Promise<Answer> {
  const sent = Object.entries({ ...fields, ...changed }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return postParts(url, partsOf(Object.fromEntries(sent), file, filename));
}

/** @param parts in the order in which they shall stand */
export const postParts = (url: string, parts: readonly Buffer[]): Promise<Answer> =>
  send('POST', url, multipartForm(parts));
