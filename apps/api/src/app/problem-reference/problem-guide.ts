import type { ProblemCode } from '../../platform/problems/problem-table.js';

/** The advice of docs/problems.md on a code, beside the texts of the API. Links are relative to `docs`. */
export interface ProblemAdvice {
  /** Why the API answers so. */
  readonly cause: string;
  /** What the caller does, or what an operator does if the caller can't. */
  readonly fix: string;
}

/** The compiler requires an entry for every code, and refuses an entry without a code. */
export const PROBLEM_GUIDE: Readonly<Record<ProblemCode, ProblemAdvice>> = {
  malformed_json: {
    cause: 'The body is empty, or is not JSON (RFC 8259).',
    fix: "Send one JSON object, encoded as UTF-8. With `curl`, quote the body with `'` so that the shell leaves it as it is.",
  },
  invalid_request: {
    cause:
      'A field is missing, unknown, of the wrong type or out of range, or the request can’t be read as HTTP. `errors` names each field.',
    fix: 'Correct every field that `errors` lists. Remove fields that the API does not know, and fields that are `null`.',
  },
  invalid_key: {
    cause:
      'The key is empty, is longer than 1,024 bytes of UTF-8 with the tenant’s `keyPrefix`, or has a control character, a segment `.` or `..`, an empty segment or a leading `/`.',
    fix: 'Change the key as `detail` says. To read or delete objects with such keys that exist, an operator sets `keys: existing` in [the tenant file](tenant-file.md#tenants).',
  },
  content_length_required: {
    cause: 'Uploads to this key are limited in size, and the request does not name `contentLength`.',
    fix: 'Send `contentLength` in bytes. If you don’t know the size in advance, ask for [a form](call-the-api.md#upload-by-a-form) with `contentLengthRange`.',
  },
  invalid_token: {
    cause:
      'The request has no bearer token, or the token has expired, has another audience, or is not signed by an issuer of the tenant file.',
    fix: 'Get a new token and send it as `Authorization: Bearer …`. An operator finds the exact reason in the log, by `requestId`: see [Why a request was refused](operate.md#why-a-request-was-refused).',
  },
  access_denied: {
    cause:
      'The token does not speak for the tenant, or no grant of the tenant allows this action for this key. The answer is the same if the tenant does not exist.',
    fix: 'If the answer has `requires`, ask the tenant’s administrators for a grant of this action, or use a key under one of its `prefixes`. If it has none, check the tenant’s name in the URL and in the token. An operator finds the exact reason [in the log](operate.md#why-a-request-was-refused).',
  },
  session_not_active: {
    cause: 'The upload session has expired or was revoked, or its endpoint was altered.',
    fix: 'Begin [another upload session](uppy.md#begin-a-session). Uploads that were not completed begin again.',
  },
  object_not_found: {
    cause:
      'The object to copy does not exist, its version does not exist, or the tenant’s role may not read it.',
    fix: 'Check `from.key` and `from.versionId` by [listing](call-the-api.md#list-objects). If both are right, an operator allows `s3:GetObject` in the role’s policy.',
  },
  not_found: {
    cause: 'The API has no such path.',
    fix: 'Compare the path with `/openapi.json` of the deployment. Paths begin with `/v1/tenants/{tenant}`, and have no `/` at the end.',
  },
  method_not_allowed: {
    cause: 'The path exists, and does not accept this HTTP method.',
    fix: 'Use a method that the header field `Allow` names. Most routes accept `POST`.',
  },
  not_acceptable: {
    cause: 'The header field `Accept` excludes the only media type that the route has.',
    fix: 'Send `Accept: application/json`, or leave the field out.',
  },
  request_timeout: {
    cause:
      'The request did not arrive within `REQUEST_TIMEOUT`, or its body arrived too slowly. The connection is closed.',
    fix: 'Send the request again on a new connection. If a load balancer is in front, let it [buffer requests](gateway.md#timeouts-from-client-to-s3).',
  },
  upload_not_active: {
    cause:
      'The upload in parts was completed or aborted, has expired, or belongs to another caller; or an object has the key already and must not be replaced.',
    fix: 'Begin another upload. If `detail` says that an object has the key, choose another key.',
  },
  retry_upload: {
    cause:
      'S3 does not have what the upload promised: parts are missing or differ, or the object under the key has another size, type or checksum.',
    fix: 'Send the parts that `errors` names and complete again. If `detail` says that the upload was deleted, begin again.',
  },
  object_changed: {
    cause: 'The source was replaced while it was copied, so that S3 refused the copy.',
    fix: 'Copy it again. To copy one version whatever comes later, send `from.versionId`.',
  },
  tutorial_route_unavailable: {
    cause:
      'The tenant limits uploads to this key. `/signed-url-put` answers with a URL alone, and can’t tell the client which headers to send.',
    fix: 'Use [`POST /uploads`](call-the-api.md#with-curl), which answers with `headers`.',
  },
  body_too_large: {
    cause: 'The body has more bytes, or more values, than the route accepts.',
    fix: 'Send fewer items in one request. [How large a request may be](call-the-api.md#size-limits-of-requests) lists the limits.',
  },
  uri_too_long: {
    cause:
      'A segment of the path is too long. Usually an upload id was changed or was joined to something else.',
    fix: 'Send upload ids and sessions as you received them. Send keys in the body or in the query.',
  },
  unsupported_media_type: {
    cause: 'The body has a `Content-Type` other than `application/json`.',
    fix: 'Send `Content-Type: application/json`.',
  },
  validity_too_short: {
    cause: 'The URL would expire before `minValidity`, for the reason that `detail` names.',
    fix: 'Ask for a smaller `minValidity`, or a larger `expiresIn` if the request itself is the limit. If the credentials are the limit, try again later. See [Lifetimes of URLs](call-the-api.md#lifetimes-of-urls).',
  },
  object_too_large: {
    cause:
      'The object to copy is larger than uploads to the target may be, or than S3 copies in one request (5 GiB).',
    fix: 'Copy to a key whose grant allows this size, or download the object and upload it again.',
  },
  object_type_not_allowed: {
    cause: 'The object to copy has a content type that may not be stored under the target’s key.',
    fix: 'Copy to a key whose grant allows this type. An operator changes `contentTypes` in [the tenant file](tenant-file.md#limits).',
  },
  rate_limited: {
    cause: 'The caller or the tenant has used up a limit. `violated-policies` names it.',
    fix: 'Wait for the seconds in `Retry-After`. Sign many URLs with one [batch](call-the-api.md#sign-many-operations-at-once). An operator changes [the rate limits](tenant-file.md#rate-limits).',
  },
  headers_too_large: {
    cause:
      'The header fields of the request exceed 16 KiB together. Usually cookies or a long token are the reason.',
    fix: 'Send no cookies to the API, and have the issuer leave claims out of the token.',
  },
  credentials_unavailable: {
    cause: 'STS or the Pod Identity agent gave no credentials for the tenant’s role, and none are left.',
    fix: 'Try again after `Retry-After`. An operator follows [PresignCredentialsRenewalFailing](operate.md#presigncredentialsrenewalfailing).',
  },
  credentials_lifetime_unknown: {
    cause:
      'The AWS credentials are temporary and have no expiry, so that the API can’t say when a URL expires.',
    fix: 'An operator gives the process credentials with an expiry: see [the three ways to a role](identity.md).',
  },
  tenant_unavailable: {
    cause:
      'The role or the bucket of the tenant is not proven, or the tenant’s file can’t be read. No URL is signed until it is.',
    fix: 'Try again after `Retry-After`. An operator follows [PresignTenantUnproven](operate.md#presigntenantunproven).',
  },
  storage_unavailable: {
    cause: 'S3 did not answer, answered with an error, or refused the tenant’s role.',
    fix: 'Try again after `Retry-After`. An operator follows [PresignStorageFailing](operate.md#presignstoragefailing).',
  },
  sealing_unavailable: {
    cause: 'The route needs a sealing key, and the process has none that it may use.',
    fix: 'An operator sets `SEALING_KEYS_FILE`: see [Create the sealing key](onboard-a-tenant.md#create-the-sealing-key).',
  },
  issuer_unavailable: {
    cause: 'The issuer’s keys could not be read, so that the token can’t be verified.',
    fix: 'Try again after `Retry-After`. An operator follows [PresignIssuerUnavailable](operate.md#presignissuerunavailable).',
  },
  audit_unavailable: {
    cause: 'The audit event could not be written to standard output. The API returns no URL without it.',
    fix: 'Try again after `Retry-After`. An operator follows [PresignAuditUnavailable](operate.md#presignauditunavailable).',
  },
  service_unavailable: {
    cause: 'The process is at capacity or is stopping, or something failed that the API did not expect.',
    fix: 'Try again after `Retry-After`. If it lasts, give `requestId` to the operators, who follow [PresignSaturated](operate.md#presignsaturated) or [PresignUnforeseen](operate.md#presignunforeseen).',
  },
};
