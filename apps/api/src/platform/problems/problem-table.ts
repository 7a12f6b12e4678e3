/**
 * Every code that an answer can carry, with its status and its title (RFC 9457 §3.1). Only this table maps errors to
 * statuses.
 */
export const PROBLEMS = {
  malformed_json: { status: 400, title: 'The body is not JSON' },
  invalid_request: { status: 400, title: 'The request is not valid' },
  invalid_key: { status: 400, title: 'The object key is not valid' },
  content_length_required: { status: 400, title: 'The size of the upload is missing' },
  invalid_token: { status: 401, title: 'The bearer token is missing or not valid' },
  access_denied: { status: 403, title: 'Access denied' },
  session_not_active: { status: 403, title: 'The upload session is not active' },
  object_not_found: { status: 404, title: 'The object does not exist' },
  not_found: { status: 404, title: 'The route does not exist' },
  method_not_allowed: { status: 405, title: 'The route does not accept this method' },
  not_acceptable: { status: 406, title: 'The route has no media type that the client accepts' },
  request_timeout: { status: 408, title: 'The request took too long to arrive' },
  upload_not_active: { status: 409, title: 'The upload is not active' },
  retry_upload: { status: 409, title: 'The upload must be sent again' },
  object_changed: { status: 409, title: 'The object has changed' },
  tutorial_route_unavailable: { status: 409, title: 'The tutorial’s route can’t sign this upload' },
  body_too_large: { status: 413, title: 'The body is too large' },
  uri_too_long: { status: 414, title: 'The URI is too long' },
  unsupported_media_type: { status: 415, title: 'The body must be application/json' },
  validity_too_short: { status: 422, title: 'The URL would not be valid for long enough' },
  object_too_large: { status: 422, title: 'The object is too large' },
  object_type_not_allowed: { status: 422, title: 'The object has a type that is not allowed' },
  rate_limited: { status: 429, title: 'Too many requests' },
  headers_too_large: { status: 431, title: 'The header fields are too large' },
  credentials_unavailable: { status: 503, title: 'AWS credentials are not available now' },
  credentials_lifetime_unknown: { status: 503, title: 'The expiry of the AWS credentials is unknown' },
  tenant_unavailable: { status: 503, title: 'The tenant can’t be served now' },
  storage_unavailable: { status: 503, title: 'The storage can’t be reached now' },
  sealing_unavailable: { status: 503, title: 'No sealing key is available' },
  issuer_unavailable: { status: 503, title: 'The keys of the token’s issuer are not available now' },
  audit_unavailable: { status: 503, title: 'The audit log can’t be written now' },
  service_unavailable: { status: 503, title: 'The service can’t answer now' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;

/** The value of `Retry-After` (RFC 9110 §10.2.3) in seconds, for faults that may soon be over. */
export const RETRY_AFTER = 5;
