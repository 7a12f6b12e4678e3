import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { errors, type JWTPayload } from 'jose';
import { ApiError } from '../../platform/problems/api-error.js';
import type { Refusal, RefusalReason } from '../../platform/problems/refusal.js';
import { TenantRegistry } from '../../tenancy/tenants/tenant-registry.js';
import { issuerIdOf } from '../authentication/issuer-id.js';
import type { TenantAccess } from '../authorization/tenant-access.js';
import type { UploadSession } from '../authorization/upload-session.js';
import { inactiveReason } from './binding.js';
import type { Seal } from './seal.js';
import { Sealer } from './sealer.js';

/** What a capability keeps for us. */
interface SessionClaims extends Omit<UploadSession, 'end'> {
  readonly issuer: string;
  /** The token's `sub`. */
  readonly of: string;
  /** The claims that the grant rests on, and no others. */
  readonly claims: JWTPayload;
}

/** Characters: beside an uploadId it must fit into the 8 KiB that proxies leave to a request line. */
export const MAX_CAPABILITY = 2048;

/** Upload sessions as capabilities: sealed, so that a client that shows one needs no token, on any replica. */
@Injectable()
export class SealedSessions {
  constructor(
    private readonly sealer: Sealer,
    private readonly tenants: TenantRegistry,
  ) {}

  /**
   * @param claims of the caller's token: what the grant rests on
   * @throws ApiError `invalid_request` where it takes too long a capability, `sealing_unavailable`
   */
  async seal(access: TenantAccess, { end, ...session }: UploadSession, claims: JWTPayload): Promise<string> {
    const { issuer, subject } = access.caller;
    const kept: SessionClaims = { ...session, issuer, of: subject, claims };
    const capability = await this.sealer.seal('session', access, kept, end);
    if (capability.length > MAX_CAPABILITY) throw tooLong(capability.length);
    return capability;
  }

  /**
   * Returns who uploads by the capability in the path. The tenant must still list the issuer, by the name, URL and
   * audience that it had; the grants are asked for each key.
   *
   * @throws ApiError `session_not_active` for what is none, has expired, was revoked, or belongs to a tenant that isn't
   *   served: callers are not told which; `sealing_unavailable`
   * @throws PresignError `tenant_unavailable`
   */
  async accessOf({ params, id: requestId }: FastifyRequest): Promise<TenantAccess> {
    const { capability } = params as { capability: string };
    const opened = await this.#open(capability);
    const known = this.tenants.get(opened.aud);
    if (!known) throw refused(opened, 'tenant_not_served');
    const entry = this.tenants.issuer(opened.issuer);
    if (!entry || !known.issuers.includes(entry.name)) throw refused(opened, 'issuer_not_listed');
    const tenant = await this.tenants.inForce(known);
    const { issuer, of: subject, claims, aud, exp: end, iat: _, bound: __, ...session } = opened;
    const caller = { issuer, issuerId: issuerIdOf(entry), subject, claims, tenants: new Set([aud]) };
    const access = { tenant, caller, requestId, session: { ...session, end } };
    const reason = inactiveReason(opened, access);
    if (reason) throw refused(opened, reason);
    return access;
  }

  async #open(capability: string): Promise<SessionClaims & Seal> {
    try {
      return await this.sealer.unsealCapability<SessionClaims>(capability);
    } catch (error) {
      if (!(error instanceof errors.JOSEError)) throw error;
      if (isOfExpiredSession(error)) throw refused(error.payload, 'capability_expired');
      throw sessionNotActive({ reason: sealRefusal(error) });
    }
  }
}

/** jose decrypts before it looks at `exp`, and after `typ`: it is a capability of ours. */
const isOfExpiredSession = (
  error: errors.JOSEError,
): error is errors.JOSEError & { readonly payload: SessionClaims & Seal } =>
  error instanceof errors.JWTExpired;

function sealRefusal(error: errors.JOSEError): RefusalReason {
  if (error instanceof errors.JWKSNoMatchingKey) return 'capability_key_not_found';
  if (error instanceof errors.JWEDecryptionFailed) return 'capability_altered';
  return error instanceof errors.JWTClaimValidationFailed ? 'capability_purpose' : 'capability_malformed';
}

/**
 * Makes the error for a session that is refused, with its caller for the log. A capability that opened is as good as
 * a signature: it says whose session it is, and where it uploads to.
 */
const refused = ({ aud, issuer, of, id, to }: SessionClaims & Seal, reason: RefusalReason): ApiError =>
  sessionNotActive({
    reason,
    tenant: aud,
    caller: { issuer, subject: of, session: id },
    key: 'key' in to ? to.key : to.keyPrefix,
  });

/** The same words whether it has ended, was altered, or never was one. */
export const sessionNotActive = (refusal: Refusal): ApiError =>
  new ApiError(
    'session_not_active',
    'The upload session has expired, was revoked or was altered. Begin another session.',
    undefined,
    { refusal },
  );

const tooLong = (length: number): ApiError =>
  new ApiError(
    'invalid_request',
    `The session’s endpoint would have ${length} characters, more than ${MAX_CAPABILITY}. Shorten metadata, tags, contentTypes or the key.`,
  );
