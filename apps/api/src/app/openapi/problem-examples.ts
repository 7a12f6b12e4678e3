import type { AwsCredentialIdentityProvider } from '@aws-sdk/types';
import { InvalidKeyError, SharedCredentials, ValidityTooShortError } from '#s3-presign';
import { invalidToken, issuerUnavailable } from '../../access/authentication/token-errors.js';
import { sessionNotActive } from '../../access/sealing/sealed-sessions.js';
import { sealingUnavailable } from '../../access/sealing/sealer.js';
import { notAsPromised } from '../../features/confirmations/confirmations.service.js';
import { DownloadRequest } from '../../features/downloads/download.request.js';
import { uploadNotActive } from '../../features/multipart-uploads/sealed-uploads.js';
import { tutorialRouteUnavailable } from '../../features/tutorial/tutorial.service.js';
import { checkUpload } from '../../features/uploads/upload-limits.js';
import { Budget } from '../../limits/budget.js';
import { Log } from '../../platform/audit/log.js';
import type { SigningEvent } from '../../platform/audit/signing-event.js';
import { requireAccepted } from '../../platform/http/accept.js';
import { LeakyBucket } from '../../platform/leaky-bucket.js';
import { accessDenied, notFound } from '../../platform/problems/api-error.js';
import type { ProblemCode } from '../../platform/problems/problem-table.js';
import { problemOf, type Problem } from '../../platform/problems/problem.js';
import { requireValid } from '../../platform/validation/require-valid.js';
import { storageUnavailable } from '../../storage/s3-failure.js';
import { TenantProof } from '../../tenancy/aws-credentials/tenant-proof.js';
import { policy } from '../../tenancy/tenants/rate-limit-policy.js';
import { checkCopy } from '../../features/object-copies/copy-limits.js';
import { objectChanged, objectNotFound } from '../../features/object-copies/object-copies.service.js';
import { tenantLimits } from '../../tenancy/grants/limits.js';
import { requestTooSlow } from '../pipeline/client-error.js';
import { methodNotAllowed } from '../pipeline/method-not-allowed.js';

const REQUEST_ID = '3e0b6b0e-8f0e-4a0e-9d53-1f2a8a4b9c11';

/** No process has such a file descriptor. */
const CLOSED = 2 ** 30;

/** For each code a function that throws it. The messages come from the code that refuses, and are not repeated here. */
const THROWN: { readonly [code in ProblemCode]?: () => unknown } = {
  malformed_json: () => ({ code: 'FST_ERR_CTP_INVALID_JSON_BODY' }),
  invalid_request: () =>
    caught(() => requireValid({ key: 'hello.txt', expiresIn: 0, colour: 'red' }, 'body', DownloadRequest)),
  invalid_key: () => new InvalidKeyError('dot_segment'),
  content_length_required: () =>
    caught(() =>
      checkUpload({ key: 'hello.txt' }, 'text/plain', [tenantLimits({ maxUploadBytes: 10_485_760 })]),
    ),
  invalid_token: () => invalidToken({ reason: 'no_token' }),
  access_denied: () => accessDenied({ reason: 'no_grant' }, { action: 'upload', prefixes: ['users/alice/'] }),
  session_not_active: () => sessionNotActive({ reason: 'capability_expired' }),
  not_found: notFound,
  method_not_allowed: () => methodNotAllowed('POST'),
  not_acceptable: () => caught(() => requireAccepted('text/html')),
  request_timeout: () => requestTooSlow(30),
  upload_not_active: uploadNotActive,
  retry_upload: () => notAsPromised(['contentLength: 52811 was promised, 52810 is there.']),
  object_not_found: objectNotFound,
  object_changed: objectChanged,
  object_too_large: () =>
    caught(() => checkCopy(6_000_000, 'image/png', [tenantLimits({ maxUploadBytes: 5_242_880 })])),
  object_type_not_allowed: () =>
    caught(() => checkCopy(1, 'text/html', [tenantLimits({ contentTypes: ['image/png'] })])),
  tutorial_route_unavailable: tutorialRouteUnavailable,
  body_too_large: () => ({ code: 'FST_ERR_CTP_BODY_TOO_LARGE' }),
  uri_too_long: () => ({ code: 'FST_ERR_MAX_PARAM_LENGTH' }),
  unsupported_media_type: () => ({ code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE' }),
  validity_too_short: () => new ValidityTooShortError(900, 240, 'credentials'),
  rate_limited: () => caught(() => exhausted().require(1)),
  headers_too_large: () => ({ code: 'HPE_HEADER_OVERFLOW' }),
  credentials_unavailable: () => caught(() => credentialsOf(() => Promise.reject(new Error()))),
  credentials_lifetime_unknown: () =>
    caught(() => credentialsOf(async () => ({ accessKeyId: '', secretAccessKey: '', sessionToken: '-' }))),
  tenant_unavailable: () => caught(() => new TenantProof(() => Promise.reject(new Error())).require(0)),
  storage_unavailable: storageUnavailable,
  sealing_unavailable: sealingUnavailable,
  issuer_unavailable: () => issuerUnavailable(undefined),
  audit_unavailable: () =>
    caught(() => new Log(CLOSED).signings([{ constraints: [] } as Partial<SigningEvent> as SigningEvent])),
  service_unavailable: () => new Error(),
};

/**
 * Returns an answer with this code, made as the API makes it.
 *
 * @throws Error if `THROWN` has no entry for the code
 */
export async function problemExample(code: ProblemCode): Promise<Problem> {
  const answer = problemOf(await THROWN[code]?.(), REQUEST_ID);
  if (answer.code !== code) throw new Error(`no example of ${code}`);
  return answer;
}

async function caught(refuse: () => unknown): Promise<unknown> {
  try {
    await refuse();
  } catch (error) {
    return error;
  }
  return undefined;
}

const exhausted = (): Budget => {
  const once = policy('caller-per-pod', { requestsPerSecond: 1 });
  const budget = new Budget([{ policy: once, bucket: new LeakyBucket(0) }], once.field, () => 0);
  budget.require(1);
  return budget;
};

const credentialsOf = (provider: AwsCredentialIdentityProvider): unknown =>
  new SharedCredentials(provider).lasting(1, 0);
