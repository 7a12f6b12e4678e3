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

/** A request for a form. The default is a form that is valid for a minute from now. */
export type ToPost = Pick<PostFormRequest, 'key'> &
  Partial<PostFormRequest> & { readonly constraints?: FormConstraints };

/** Signs a form as the product does. */
export function signForm({ constraints = {}, ...request }: ToPost, by: SignedBy = {}): PostForm {
  const { endpoint, forcePathStyle } = target;
  const { bucket = firstTenant.bucket, region = target.region, credentials = firstTenant.credentials } = by;
  const signer = new PostFormSigner(bucket, bucketEndpoint({ bucket, region, endpoint, forcePathStyle }));
  const fields = formFields(constraints);
  return signer.sign({ fields, signedAt: now(), expiresIn: 60, ...request }, credentials);
}

/** Fields that replace those of the form. A field with `undefined` is left out. */
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

/** Posts a form. @param parts the parts of the form in their order */
export const postParts = (url: string, parts: readonly Buffer[]): Promise<Answer> =>
  send('POST', url, multipartForm(parts));
