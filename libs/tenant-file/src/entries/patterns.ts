// Patterns of single values. All hold under the flag `u`, by which JSON Schema reads them.

export const ACCOUNT = /^\d{12}$/;
/** Names of AWS Regions. */
export const AWS_REGION = /^[a-z]{2,4}(?:-[a-z]+)+-\d{1,2}$/;
/**
 * Names of regions of AWS and of other stores: `fr-par`, `nyc3`, and the words that some stores have by default.
 * Other words are misspellings.
 */
export const REGION = /^(?:[a-z]+(?:-[a-z0-9]+)+|[a-z]+\d+|auto|default|garage|global|local|minio)$/;
/** ARNs of roles, with or without a path (IAM User Guide, "IAM identifiers"). */
export const ROLE_ARN = /^arn:aws[a-z-]*:iam::\d{12}:role\/(?:[\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/;
export const KMS_KEY_ARN = /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(?:key|alias)\/[\w/-]+$/;
/**
 * S3 User Guide, "General purpose bucket naming rules", or the ARN of an access point. Directory buckets, table
 * buckets and multi-Region access points are signed in other ways than this service knows.
 */
export const BUCKET =
  /^(?:(?!xn--|sthree-|\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)(?!.*(?:--x-s3|--table-s3|\.mrap)$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]|arn:aws[a-z-]*:s3(?:-object-lambda)?:[a-z0-9-]+:\d{12}:accesspoint[/:][a-z0-9-]+|arn:aws[a-z-]*:s3-outposts:[a-z0-9-]+:\d{12}:outpost[/:][\w-]+[/:]accesspoint[/:][a-z0-9-]+)$/;
/** RFC 9110 §8.3.1: type "/" subtype, without parameters. */
export const MEDIA_TYPE_ESSENCE = /^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}$/;
/** The same, or all types of one kind. */
export const MEDIA_TYPE_OR_ALL = /^[\w!#$&^.+-]{1,127}\/(?:[\w!#$&^.+-]{1,127}|\*)$/;
/** RFC 6901, but not the whole document. */
export const JSON_POINTER = /^\/(?:[^~]|~[01])*$/;
/** RFC 3339 §5.6, with the upper-case letters that it advises, and without leap seconds. */
export const TIME =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
