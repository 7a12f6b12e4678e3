import { uploadHeaders, type ChecksumAlgorithm, type UploadConstraints } from './upload-headers.js';

/** The checksum algorithms that S3 documents for forms. S3 Developer Guide, "POST Object", x-amz-checksum-algorithm. */
export const FORM_CHECKSUMS = ['SHA256', 'CRC32', 'CRC32C'] as const satisfies readonly ChecksumAlgorithm[];

/**
 * The HTTP statuses with which S3 can answer a form. An answer with 201 has a body that names the object's location.
 */
export const SUCCESS_STATUSES = [200, 201, 204] as const;
export type SuccessStatus = (typeof SUCCESS_STATUSES)[number];

/** The constraints that S3 enforces when a form is posted. The range of sizes is not among them, because it is only in the policy. */
export interface FormConstraints extends Pick<
  UploadConstraints,
  'contentType' | 'metadata' | 'tags' | 'encryption'
> {
  readonly checksum?:
    { readonly algorithm: (typeof FORM_CHECKSUMS)[number]; readonly value: string } | undefined;
  readonly successStatus?: SuccessStatus | undefined;
}

/**
 * Returns the constraints as fields of a form, spelt as S3 documents them. S3 ignores the case of field names, but some
 * other servers don't. Most fields are named after the headers of PutObject. Source: S3 Developer Guide, "POST Object",
 * form fields.
 */
export function formFields({
  tags,
  successStatus,
  contentType,
  ...sameAsHeaders
}: FormConstraints): Record<string, string> {
  const { checksum } = sameAsHeaders;
  return {
    ...(contentType !== undefined && { 'Content-Type': contentType }),
    ...uploadHeaders(sameAsHeaders),
    ...(checksum && { 'x-amz-checksum-algorithm': checksum.algorithm }),
    ...(tags && { tagging: tagsXml(tags) }),
    ...(successStatus !== undefined && { success_action_status: String(successStatus) }),
  };
}

function tagsXml(tags: Readonly<Record<string, string>>): string {
  const set = Object.entries(tags).map(
    ([name, value]) => `<Tag><Key>${escapeXml(name)}</Key><Value>${escapeXml(value)}</Value></Tag>`,
  );
  return `<Tagging><TagSet>${set.join('')}</TagSet></Tagging>`;
}

/** Escapes a text for XML (XML 1.0 §2.4). */
const escapeXml = (text: string): string =>
  text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
