/**
 * Every reason for which a request is refused with 401 or 403, and what it means. The request line has it; the answer
 * does not. Names never change.
 */
export const REFUSAL_REASONS = {
  no_token: 'The request has no Authorization field.',
  not_bearer: 'The Authorization field is not `Bearer` and a token.',
  several_tokens: 'The request has more than one Authorization field.',
  malformed: 'The token is not a JWT in compact form, or longer than 16 KiB.',
  algorithm: 'The token’s `alg` is not accepted, or does not match the key.',
  type: 'The token’s `typ` is not that of a bearer token.',
  issuer: 'The tenant file has no issuer with the token’s `iss`.',
  audience: 'The tenant file has an issuer with the token’s `iss`, but not with its `aud`.',
  key_not_found: 'None of the issuer’s keys has the token’s `kid` and `alg`.',
  signature: 'The token’s signature does not match the issuer’s key.',
  claims: 'The token lacks `exp`, `iat` or `sub`, or one of its claims is of the wrong type.',
  expired: 'The token’s `exp` is in the past.',
  not_yet_valid: 'The token’s `nbf` or `iat` is in the future.',
  lifetime: 'The token is valid for more than 24 hours, or was issued more than 24 hours ago.',
  tenant_not_served: 'The tenant file has no such tenant.',
  issuer_not_listed: 'The tenant does not list the token’s issuer.',
  tenant_not_named: 'The token does not name the tenant.',
  no_grant: 'No grant of the tenant allows the caller this action for this key.',
  no_grant_for_prefix_forms: 'No grant with `allowKeyPrefixForms` allows the caller this prefix.',
  no_permission_declared: 'The route declares no permission. This is a fault of the service.',
  capability_malformed: 'The capability is not an encrypted JWT in compact form.',
  capability_key_not_found: 'None of the sealing keys has the capability’s `kid`.',
  capability_altered: 'The capability can’t be decrypted: it was altered, or sealed with another key.',
  capability_purpose:
    'The text that was sent as a capability was sealed for another purpose, such as an upload id.',
  capability_expired: 'The upload session has expired.',
  capability_revoked: 'The capability is older than the tenant’s `sessionsNotBefore`.',
  capability_bound_elsewhere:
    'The capability was made for another bucket or endpoint of the tenant, or for another URL or audience of the issuer.',
} as const;

export type RefusalReason = keyof typeof REFUSAL_REASONS;

/** The refused caller, if a signature or a seal proves who it is. */
export interface RefusedCaller {
  /** Name of the issuer in the tenant file. */
  readonly issuer: string;
  readonly subject: string;
  /** ULID of the upload session, if the request carries its capability. */
  readonly session?: string | undefined;
}

/** The reason for which a request was refused. Only the request's line in the log has it. */
export interface Refusal {
  readonly reason: RefusalReason;
  readonly caller?: RefusedCaller | undefined;
  readonly tenant?: string | undefined;
  readonly action?: string | undefined;
  /** The key, as the request names it. */
  readonly key?: string | undefined;
}
