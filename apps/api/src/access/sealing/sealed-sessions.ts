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

/** The claims of a capability. */
interface SessionClaims extends Omit<UploadSession, 'end'> {
  readonly issuer: string;
  /** The `sub` of the token with which the session was created. */
  readonly of: string;
  /** The claims of the token that the grant requires, and no others. */
  readonly claims: JWTPayload;
}

/**
 * The maximum length of a capability in characters. Together with an uploadId it must fit into the 8 KiB that proxies
 * allow for a request line.
 */
export const MAX_CAPABILITY = 2048;

/**
 * Issues and opens the capabilities of upload sessions. They are sealed, so that a client with a capability needs no
 * token on any replica.
 */
@Injectable()
export class SealedSessions {
  constructor(
    private readonly sealer: Sealer,
    private readonly tenants: TenantRegistry,
  ) {}

  /**
   * Creates the capability of a session.
   *
   * @param claims the claims of the caller's token that the grant requires
   * @throws ApiError `invalid_request` if the capability would be too long, `sealing_unavailable`
   */
  async seal(access: TenantAccess, { end, ...session }: UploadSession, claims: JWTPayload): Promise<string> {
    const { issuer, subject } = access.caller;
    const kept: SessionClaims = { ...session, issuer, of: subject, claims };
    const capability = await this.sealer.seal('session', access, kept, end);
    if (capability.length > MAX_CAPABILITY) throw tooLong(capability.length);
    return capability;
  }

  /**
   * Returns the access of the holder of the capability in the path. The tenant must still list the issuer with the same
   * name, URL and audience. The grants are checked for each key.
   *
   * @throws ApiError `session_not_active` for a text that is not a capability, and for a session that has expired, was
   * revoked, or belongs to a tenant that isn't served: callers are not told which; `sealing_unavailable`
   * @throws PresignError `tenant_unavailable`
   */
  async accessOf({ params, id: requestId, raw }: FastifyRequest): Promise<TenantAccess> {
    const { capability } = params as { capability: string };
    const opened = await this.#open(capability);
    const known = this.tenants.get(opened.aud);
    if (!known) throw refused(opened, 'tenant_not_served');
    const entry = this.tenants.issuer(opened.issuer);
    if (!entry || !known.issuers.includes(entry.name)) throw refused(opened, 'issuer_not_listed');
    const tenant = await this.tenants.inForce(known);
    const { issuer, of: subject, claims, aud, exp: end, iat: _, bound: __, ...session } = opened;
    const caller = { issuer, issuerId: issuerIdOf(entry), subject, claims, tenants: new Set([aud]) };
    const access = { tenant, caller, requestId, client: raw.socket, session: { ...session, end } };
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

/**
 * Returns whether an error is about an expired capability of this service: jose checks `exp` after it has decrypted the
 * token and checked `typ`.
 */
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
 * Creates the error for a refused session, with the session's caller for the log. An opened capability proves its
 * caller like a signature.
 */
const refused = ({ aud, issuer, of, id, to }: SessionClaims & Seal, reason: RefusalReason): ApiError =>
  sessionNotActive({
    reason,
    tenant: aud,
    caller: { issuer, subject: of, session: id },
    key: 'key' in to ? to.key : to.keyPrefix,
  });

/** Creates the refusal of a session. Its text is the same for an expired, an altered and a forged capability. */
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
