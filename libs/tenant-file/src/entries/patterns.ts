// Patterns of single values. All of them work with the flag `u`, with which JSON Schema reads patterns.

export const ACCOUNT = /^\d{12}$/;
/** The names of AWS Regions. */
export const AWS_REGION = /^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/;
/**
 * The names of regions of AWS and of other stores, such as `fr-par` and `nyc3`, and the words that some stores use by
 * default. Other words are treated as misspelt.
 */
export const REGION = /^(?:[a-z]+(?:-[a-z0-9]+)+|[a-z]+\d+|auto|default|garage|global|local|minio)$/;
/** The ARNs of roles, with or without a path (IAM User Guide, "IAM identifiers"). */
export const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/;
export const KMS_KEY_ARN = /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(?:key|alias)\/[\w/-]+$/;
/**
 * The name of a bucket (S3 User Guide, "General purpose bucket naming rules"), or the ARN of an access point. The
 * service doesn't support directory buckets, table buckets and multi-Region access points, whose requests are signed
 * differently.
 */
export const BUCKET =
  /^(?:(?!xn--|sthree-|\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)(?!.*(?:--x-s3|--table-s3|\.mrap)$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]|arn:aws[a-z-]*:s3(?:-object-lambda)?:[a-z0-9-]+:\d{12}:accesspoint[/:][a-z0-9-]+|arn:aws[a-z-]*:s3-outposts:[a-z0-9-]+:\d{12}:outpost[/:][\w-]+[/:]accesspoint[/:][a-z0-9-]+)$/;
/** A media type without parameters: type "/" subtype (RFC 9110 §8.3.1). */
export const MEDIA_TYPE_ESSENCE = /^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}$/;
/** A media type without parameters, or all types of one kind, such as `image/*`. */
export const MEDIA_TYPE_OR_ALL = /^[\w!#$&^.+-]{1,127}\/(?:[\w!#$&^.+-]{1,127}|\*)$/;
/** A JSON Pointer (RFC 6901), except the empty one for the whole document. */
export const JSON_POINTER = /^\/(?:[^~]|~[01])*$/;
/** A time (RFC 3339 §5.6) with upper-case letters, as RFC 3339 recommends, and without leap seconds. */
export const TIME =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
