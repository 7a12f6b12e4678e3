import { createHash } from 'node:crypto';
import { EncryptJWT, errors, jwtDecrypt, type CompactJWEHeaderParameters, type CryptoKey } from 'jose';
import { epochSeconds, type EpochSeconds } from '#s3-presign';
import { isCanonical } from '#validation';
import type { Clock } from '../../platform/clock.js';
import { ApiError } from '../../platform/problems/api-error.js';
import { hasParts } from '../authentication/compact-parts.js';
import type { TenantAccess } from '../authorization/tenant-access.js';
import { bindingOf, isActive } from './binding.js';
import type { Seal } from './seal.js';
import type { SealingKeyFile } from './sealing-key-file.js';
import type { SealingKeys } from './sealing-keys.js';

/**
 * The purpose of a sealed token, which is the token's `typ` (RFC 8725 §3.11). The token opens for this purpose only.
 */
export type Purpose = 'upload' | 'cursor' | 'receipt' | 'session';

/**
 * The maximum length of a sealed token in characters. It must fit into a path, a query and a header field of any proxy.
 */
export const MAX_SEALED = 4096;

/**
 * The maximum length, in characters, of the header that `seal` writes, with the longest `kid`. Longer headers are
 * refused, because any client may send one that is slow to parse.
 */
const MAX_HEADER = 256;

const HEADER = { alg: 'dir', enc: 'A256GCM' } as const;

/**
 * Seals state that clients keep for the service: a compact JWE (RFC 7516) of claims for one tenant (`aud`), one subject
 * of one issuer (`sub`, `bound`) and one purpose (`typ`), valid from `iat` to `exp`. Any replica with the keys can open
 * it.
 */
export class Sealer {
  /** @param file the sealing keys; if `undefined`, nothing can be sealed or opened */
  constructor(
    private readonly file: SealingKeyFile | undefined,
    private readonly clock: Clock,
  ) {}

  /**
   * Seals claims.
   *
   * @param end the expiry by this service's clock
   * @throws ApiError `sealing_unavailable`; `invalid_request` if the result would be too long
   */
  async seal(purpose: Purpose, access: TenantAccess, claims: object, end: EpochSeconds): Promise<string> {
    const { first, byId } = await this.require(access);
    const sealed = await new EncryptJWT({ ...claims, bound: bindingOf(access) })
      .setProtectedHeader({ ...HEADER, typ: purpose, kid: first })
      .setAudience(access.tenant.id)
      .setSubject(ownerOf(access))
      .setIssuedAt(epochSeconds(this.clock()))
      .setExpirationTime(end)
      .encrypt(byId.get(first)!);
    if (sealed.length > MAX_SEALED) throw tooLong(sealed.length);
    return sealed;
  }

  /**
   * Opens a sealed token.
   *
   * @returns `undefined` for a text that was not sealed here for this purpose, tenant and subject, or has expired; the
   * caller is not told which
   * @throws ApiError `sealing_unavailable`
   */
  async unseal<Claims>(purpose: Purpose, access: TenantAccess, sealed: string): Promise<Claims | undefined> {
    const owner = { audience: access.tenant.id, subject: ownerOf(access) };
    try {
      const seal = await this.#unseal<Claims & Seal>(purpose, sealed, owner);
      return isActive(seal, access) ? seal : undefined;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }

  /**
   * Opens a capability, which itself proves its holder. The code that calls this method must check that the tenant is
   * still served, and call `inactiveReason`.
   *
   * @throws JOSEError for a text that is not a capability or has expired; ApiError `sealing_unavailable`
   */
  unsealCapability<Claims>(sealed: string): Promise<Claims & Seal> {
    return this.#unseal<Claims & Seal>('session', sealed, {});
  }

  async #unseal<Claims>(
    purpose: Purpose,
    sealed: string,
    owner: { readonly audience?: string; readonly subject?: string },
  ): Promise<Claims> {
    const { byId } = await this.#keys();
    if (!hasOurForm(sealed)) throw new errors.JWEInvalid();
    const { payload } = await jwtDecrypt(sealed, (header) => keyOf(header, byId), {
      ...owner,
      keyManagementAlgorithms: [HEADER.alg],
      contentEncryptionAlgorithms: [HEADER.enc],
      typ: purpose,
      requiredClaims: ['exp', 'aud'],
      currentDate: new Date(this.clock()),
    });
    return payload as Claims;
  }

  /**
   * Verifies that sealing is possible. Call this before work whose result would be lost if it can't be sealed.
   *
   * @throws ApiError `sealing_unavailable` if there is no key, and while the tenant's `sessionsNotBefore` is in the
   * future
   */
  async require({ tenant: { sessionsNotBefore } }: TenantAccess): Promise<SealingKeys> {
    const keys = await this.#keys();
    if (sessionsNotBefore !== undefined && epochSeconds(this.clock()) < sessionsNotBefore) throw tooEarly();
    return keys;
  }

  /** Returns the time `seconds` after now, for an expiry. */
  after(seconds: number): EpochSeconds {
    return epochSeconds(this.clock()) + seconds;
  }

  async #keys(): Promise<SealingKeys> {
    const keys = await this.file?.current(this.clock());
    if (!keys) throw sealingUnavailable();
    return keys;
  }
}

const hasOurForm = (sealed: string): boolean =>
  sealed.length <= MAX_SEALED &&
  sealed.indexOf('.') <= MAX_HEADER &&
  hasParts(sealed, 5) &&
  isCanonical(sealed);

function keyOf({ kid = '' }: CompactJWEHeaderParameters, byId: ReadonlyMap<string, CryptoKey>): CryptoKey {
  const key = byId.get(kid);
  if (!key) throw new errors.JWKSNoMatchingKey();
  return key;
}

/**
 * Returns the digest of a seal's owner. A digest is used because a subject may be longer than everything else together.
 * Subjects are unique only within an issuer. Values that were sealed within an upload session are valid only in this
 * session, and others are not valid in it.
 */
const ownerOf = ({ caller: { issuer, subject }, session }: TenantAccess): string =>
  createHash('sha256')
    .update(JSON.stringify(session ? [issuer, subject, session.id] : [issuer, subject]))
    .digest('base64url');

export const sealingUnavailable = (): ApiError =>
  new ApiError(
    'sealing_unavailable',
    'This needs a sealing key, which the deployment doesn’t have. Ask its operators to set SEALING_KEYS_FILE.',
  );

const tooEarly = (): ApiError =>
  new ApiError(
    'sealing_unavailable',
    'The tenant’s sessionsNotBefore is in the future, so that nothing sealed now would be accepted. Try again after that time.',
  );

const tooLong = (length: number): ApiError =>
  new ApiError(
    'invalid_request',
    `The request would have ${length} characters when sealed, more than ${MAX_SEALED}. Shorten keys, content types and metadata.`,
  );
