/** RFC 1123 label, as Kubernetes names namespaces. */
export const DNS_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** RFC 9110 §8.3.1: type "/" subtype, with parameters. */
export const MEDIA_TYPE =
  /^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}(?:; ?[\w!#$&^.+-]+=(?:[\w!#$&^.+-]+|"[ !#-[\]-~]*"))*$/;
export const mediaType = { message: 'must be a media type, as image/png or text/plain; charset=utf-8' };
export const MEDIA_TYPE_ESSENCE = /^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}$/;
export const ACCOUNT = /^\d{12}$/;
export const REGION = /^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/;
export const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/;
export const KMS_KEY_ARN = /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(?:key|alias)\/[\w/-]+$/;
/** S3 User Guide, "Bucket naming rules", or the ARN of an access point. */
export const BUCKET =
  /^(?:(?!xn--|sthree-|\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]|arn:aws[a-z-]*:s3(?:-outposts|-object-lambda)?:[a-z0-9-]+:\d{12}:.+)$/;
/** RFC 6454: scheme, host, port; no path. */
export const WEB_ORIGIN = /^https?:\/\/(?:[a-z0-9-]+\.)*[a-z0-9-]+(?::\d{1,5})?$/;
/** A prefix is empty or ends in `/`. */
export const PREFIX = /^(?:|[^\p{Cc}]*\/)$/u;
/** RFC 6901, or the name of one member. */
export const CLAIM_POINTER = /^(?:\/[^~]*(?:~[01][^~]*)*|[^/~]+)$/;
/** RFC 9110 §5.5, in printable ASCII, without white space around it. */
export const FIELD_VALUE = /^[!-~](?:[ -~]{0,253}[!-~])?$/;
export const fieldValue = { message: 'must be 1 to 255 characters of printable ASCII, without space around' };
