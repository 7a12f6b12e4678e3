// The core of the package, which has no dependency. Everything that needs the AWS SDK is in aws.ts, and everything that
// needs NestJS is in s3-presign.module.ts.

export { PresignError } from './errors.js';
export {
  INVALID_KEY_REASONS,
  InvalidKeyError,
  MAX_KEY_BYTES,
  invalidKeyReason,
  parseKeyPrefix,
  parseObjectKey,
  type InvalidKeyReason,
  type KeyRules,
  type ObjectKey,
} from './keys/object-key.js';
export {
  ValidityTooShortError,
  clampLifetime,
  desiredLifetime,
  type Lifetime,
  type LifetimeRequest,
  type LimitedBy,
} from './lifetime/lifetime.js';
export { epochSeconds, formatTime, type EpochSeconds } from './sigv4/amz-date.js';
export type { BucketEndpoint, BucketLocation } from './endpoint/bucket-endpoint.js';
export { endpointAt } from './endpoint/endpoint-at.js';
export type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from './credentials/identity.js';
export {
  CHECKSUM_BYTES,
  uploadHeaders,
  type ChecksumAlgorithm,
  type Encryption,
  type UploadConstraints,
} from './constraints/upload-headers.js';
export {
  FORM_CHECKSUMS,
  SUCCESS_STATUSES,
  formFields,
  type FormConstraints,
  type SuccessStatus,
} from './constraints/form-fields.js';
export { BucketPresigner, type PresignOperation, type SignedRequest } from './presign/bucket-presigner.js';
export type { SigningLimits } from './lifetime/lifetime-contract.js';
export { BucketFormSigner, type FormOperation, type SignedForm } from './post/bucket-form-signer.js';
export { PostFormSigner, type PostForm, type PostFormRequest } from './post/post-form-signer.js';
export { SigV4Presigner } from './presign/sigv4-presigner.js';
export {
  MAX_EXPIRES_IN,
  type PresignMethod,
  type PresignRequest,
  type Presigner,
} from './presign/presigner.js';
export { andThen, type MaybePromise } from './maybe-promise.js';
export { observeCalls, type AwsCall, type CallObserver } from './credentials/aws-calls.js';
export { ClockOffset, observeDate } from './credentials/clock-offset.js';
export { roleSessionName } from './credentials/role-session.js';
export { subjectSessionName } from './credentials/subject-session-name.js';
export type { StsContext } from './credentials/sts-context.js';
export { SharedCredentials, type HeldCredentials } from './credentials/shared-credentials.js';
export { uriEncodePath } from './sigv4/uri-encode.js';
export { UNSIGNED_PAYLOAD } from './sigv4/signature.js';
export { parseTarget, type RequestTarget } from './verify/request-target.js';
export { isQuerySigned } from './verify/query-parameters.js';
export { STREAMING_UNSIGNED_PAYLOAD_TRAILER, type PayloadHash } from './verify/payload-hash.js';
export type {
  AcceptedCredentials,
  ReceivedHeaders,
  ReceivedRequest,
  VerifiedRequest,
  VerifyOptions,
} from './verify/verification.js';
export { missingField } from './verify/refusals.js';
export { VerificationError } from './verify/verification-error.js';
export { verifyHeaderSigned } from './verify/verify-header-signed.js';
export { verifyPresigned, type VerifiedPresigned } from './verify/verify-presigned.js';
export { verifyPostPolicy, type ReceivedForm, type VerifiedForm } from './verify/verify-post-policy.js';
export {
  PARTS,
  VERDICTS,
  type Difference,
  type Explanation,
  type Part,
  type Verdict,
} from './explain/explanation.js';
export { explainUrl, type ExplainOptions } from './explain/explain-url.js';
export type { FailedUrl } from './explain/failed-url.js';
export { keyInUrl } from './explain/location.js';
export type { UrlLocation } from './explain/presigned-url.js';
export { parseS3Answer, type S3Answer } from './explain/s3-answer.js';
