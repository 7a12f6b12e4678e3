/** A label of RFC 1123, as in names of Kubernetes namespaces. */
export const DNS_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** A media type with parameters: type "/" subtype (RFC 9110 §8.3.1). */
export const MEDIA_TYPE =
  /^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}(?:; ?[\w!#$&^.+-]+=(?:[\w!#$&^.+-]+|"[ !#-[\]-~]*"))*$/;
export const mediaType = {
  message: 'must be a media type, such as image/png or text/plain; charset=utf-8, up to 16384 characters',
};
/** A field value (RFC 9110 §5.5) of 1 to 255 printable ASCII characters, without white space around it. */
export const FIELD_VALUE = /^[!-~](?:[ -~]{0,253}[!-~])?$/;
export const fieldValue = { message: 'must be 1 to 255 characters of printable ASCII, without space around' };
/** Base64 of 4 to 32 bytes, which are the lengths of all checksums that S3 supports. */
export const BASE64_DIGEST = /^[A-Za-z0-9+/]{6,43}={1,2}$/;
export const base64Digest = { message: 'must be the base64 of a digest of 4 to 32 bytes' };
