import { Inject, Injectable } from '@nestjs/common';
import { ulid } from 'ulid';
import { formatTime, parseKeyPrefix, parseObjectKey } from '#s3-presign';
import { noGrant } from '../../access/authorization/requirement-of.js';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import type { Destination, UploadSession } from '../../access/authorization/upload-session.js';
import { SealedSessions } from '../../access/sealing/sealed-sessions.js';
import { Sealer } from '../../access/sealing/sealer.js';
import { RateLimiter } from '../../limits/rate-limiter.js';
import { Log } from '../../platform/audit/log.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { invalidRequest } from '../../platform/problems/api-error.js';
import { within } from '../../tenancy/grants/limits.js';
import type { Tenant } from '../../tenancy/tenants/tenant.js';
import { refuseDollars } from '../upload-forms/form-limits.js';
import { checkMetadata } from '../uploads/upload-limits.js';
import { factsOf } from './session-facts.js';
import { chooseLimits, sealedLimits } from './session-limits.js';
import { DEFAULT_SESSION, MAX_SESSION, type UploadSessionRequest } from './upload-session.request.js';
import type { UploadSessionAnswer } from './upload-session.response.js';

/** Begins upload sessions. The service stores nothing about them: the capability holds their whole state. */
@Injectable()
export class UploadSessionsService {
  constructor(
    private readonly sessions: SealedSessions,
    private readonly sealer: Sealer,
    private readonly limiter: RateLimiter,
    private readonly log: Log,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Begins a session.
   *
   * @param publicUrl the API's URL as the caller sees it
   * @throws InvalidKeyError, ApiError `access_denied`, `invalid_request`, `rate_limited`, `sealing_unavailable`,
   * `audit_unavailable`
   */
  async begin(
    access: TenantAccess,
    request: UploadSessionRequest,
    publicUrl: string,
  ): Promise<{ readonly capability: string; readonly answer: UploadSessionAnswer }> {
    const { tenant, caller } = access;
    const to = destinationOf(request);
    const name = checkedKey(to, tenant);
    const own = tenant.grants.limits(caller, 'upload', name);
    if (!own) throw noGrant(access, 'upload', name);
    const all = tenant.limitsWithin(own);
    const contentTypes = request.contentTypes?.map((type) => type.toLowerCase());
    const wanted = { contentTypes, maxFileSize: request.maxFileSize };
    const chosen = chooseLimits(all, wanted);
    const evidence = tenant.grants.evidence(caller, 'upload', name, own[all.indexOf(chosen)]) ?? {};
    checkMetadata(request.metadata);
    checkFormTexts(request);
    this.limiter.ofBeginning(access, 'session').require(1);
    const { expiresIn, limitedBy } = lifeOf(request, tenant);
    const session: UploadSession = {
      id: ulid(this.clock()),
      end: this.sealer.after(expiresIn),
      to,
      overwrite: request.overwrite ?? false,
      ...sealedLimits(chosen, wanted),
      metadata: request.metadata,
      metadataFields: request.metadataFields,
      tags: request.tags,
    };
    const capability = await this.sessions.seal(access, session, evidence);
    await this.#audit(access, session);
    access.audited = true;
    const companionEndpoint = `${publicUrl}/v1/uppy/${capability}`;
    const life = { companionEndpoint, expiresIn, limitedBy };
    return {
      capability,
      answer: Object.assign(
        life,
        factsOf(session, within(chosen, { contentTypes, maxUploadBytes: request.maxFileSize })),
      ),
    };
  }

  async #audit({ tenant, caller, requestId }: TenantAccess, { id, end, to }: UploadSession): Promise<void> {
    await this.log.session({
      session: id,
      requestId,
      tenant: tenant.id,
      subject: caller.subject,
      issuer: caller.issuer,
      bucket: tenant.entry.bucket,
      ...('key' in to ? { key: tenant.keyPrefix + to.key } : { keyPrefix: tenant.keyPrefix + to.keyPrefix }),
      expiresAt: formatTime(end),
    });
  }
}

/**
 * Returns the session's key or folder.
 *
 * @throws ApiError `invalid_request` if both or neither are given
 */
function destinationOf({ key, keyPrefix, naming }: UploadSessionRequest): Destination {
  if (key === undefined) {
    if (keyPrefix !== undefined) return { keyPrefix, naming: naming ?? 'unique' };
    throw invalidRequest({
      pointer: '#/keyPrefix',
      detail: 'Is missing, and key is missing too. Send one of them.',
    });
  }
  if (keyPrefix !== undefined) throw besideKey('keyPrefix');
  if (naming !== undefined) throw besideKey('naming');
  return { key };
}

const besideKey = (member: string) =>
  invalidRequest({ pointer: `#/${member}`, detail: 'Must not be sent together with key. Send one of them.' });

/**
 * Validates the session's key or prefix.
 *
 * @returns the key or prefix that a grant must cover
 * @throws InvalidKeyError
 */
function checkedKey(to: Destination, { keyPrefix }: Tenant): string {
  if ('key' in to) {
    parseObjectKey(to.key, keyPrefix);
    return to.key;
  }
  parseKeyPrefix(to.keyPrefix, keyPrefix);
  return to.keyPrefix;
}

/**
 * Refuses texts that S3 rejects in forms, because Uppy sends small files by form.
 *
 * @throws ApiError `invalid_request`
 */
function checkFormTexts({
  key = '',
  keyPrefix = '',
  contentTypes = [],
  metadata = {},
}: UploadSessionRequest) {
  refuseDollars(
    [
      ['#/key', key],
      ['#/keyPrefix', keyPrefix],
      ...contentTypes.map((type, index) => [`#/contentTypes/${index}`, type] as const),
      ...Object.values(metadata).map((value) => ['#/metadata', value] as const),
    ],
    'Use another text, because Uppy sends small files by form.',
  );
}

/** Returns the lifetime of a session and the rule that limited it. */
function lifeOf(
  { expiresIn: asked }: UploadSessionRequest,
  { entry: { limits } }: Tenant,
): Pick<UploadSessionAnswer, 'expiresIn' | 'limitedBy'> {
  const max = limits?.maxSessionExpiresIn ?? MAX_SESSION;
  const wanted = asked ?? DEFAULT_SESSION;
  if (wanted > max) return { expiresIn: max, limitedBy: 'policy' };
  return { expiresIn: wanted, limitedBy: asked === undefined ? 'default' : 'request' };
}
