import { Inject, Injectable } from '@nestjs/common';
import {
  formatTime,
  parseObjectKey,
  type ObjectKey,
  type PresignMethod,
  type SignedRequest,
} from '#s3-presign';
import { monotonicFactory } from 'ulid';
import { Log } from '../audit/log.js';
import type { SigningEvent } from '../audit/signing-event.js';
import type { TenantAccess } from '../callers/caller.js';
import { CLOCK, type Clock } from '../clock.js';
import type { Action } from '../grants/grants.js';
import { accessDenied } from '../problems/api-error.js';
import type { Constraint, SigningAnswer } from './signing-answer.js';

/** An action on a key that the caller may do: only `authorize` makes one. */
export interface Target {
  readonly access: TenantAccess;
  readonly action: Action;
  /** The key as the caller names it. */
  readonly name: string;
  /** The key as S3 has it, with the tenant's prefix. */
  readonly key: ObjectKey;
}

/** One URL to sign: what was asked for, translated into what S3 understands. */
export interface Signing {
  readonly method: PresignMethod;
  readonly expiresIn?: number | undefined;
  readonly minValidity?: number | undefined;
  /** Signed parameters of the URL. */
  readonly query?: Readonly<Record<string, string>>;
  /** Signed headers by lower-case name. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly constraints?: readonly Constraint[];
}

/** Header fields that HTTP stacks set themselves; a browser refuses to let anybody else do it. */
const SET_BY_HTTP = 'content-length';

/** The way of every URL: key, grant, signature, audit, answer, in this order. */
@Injectable()
export class SigningService {
  readonly #nextId = monotonicFactory();

  constructor(
    private readonly log: Log,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * A key that is none is refused before anybody is asked for a grant.
   *
   * @param name the key as the caller names it
   * @throws InvalidKeyError, ApiError `access_denied`
   */
  authorize(access: TenantAccess, action: Action, name: string): Target {
    const { tenant, caller } = access;
    const rules = action === 'upload' ? 'strict' : tenant.entry.keys;
    const key = parseObjectKey(name, tenant.keyPrefix, rules);
    if (!tenant.grants.allows(caller, action, name)) throw accessDenied();
    return { access, action, name, key };
  }

  /** @throws PresignError, ApiError */
  async sign(target: Target, signing: Signing): Promise<SigningAnswer> {
    const { tenant } = target.access;
    const time = this.clock();
    const now = tenant.secondsAt(time);
    const unproven = tenant.proof?.require(now);
    if (unproven) await unproven;
    const signingId = this.#nextId(time);
    const signed = await tenant.presigner.sign(
      {
        method: signing.method,
        key: target.key,
        expiresIn: signing.expiresIn,
        minValidity: signing.minValidity,
        headers: signing.headers,
        query:
          tenant.entry.signingIdInUrl === false
            ? signing.query
            : { ...signing.query, 'x-signing-id': signingId },
      },
      now,
    );
    const answer = answerOf(target, signing, signed, signingId);
    await this.log.signings([eventOf(target, signed, answer)]);
    return answer;
  }
}

function answerOf(target: Target, signing: Signing, signed: SignedRequest, signingId: string): SigningAnswer {
  const expiresAt = formatTime(signed.expiresAt);
  const headers = { ...signing.headers };
  delete headers[SET_BY_HTTP];
  return {
    url: signed.url,
    method: signed.method,
    headers,
    signedHeaders: signed.signedHeaders,
    key: target.name,
    expiresAt,
    expiresIn: signed.expiresIn,
    limitedBy: signed.limitedBy,
    signingId,
    constraints: [...(signing.constraints ?? []), { name: 'expiresAt', value: expiresAt, enforcedBy: 's3' }],
  };
}

function eventOf(
  { access, action, key }: Target,
  signed: SignedRequest,
  answer: SigningAnswer,
): SigningEvent {
  const { tenant, caller, requestId } = access;
  return {
    signingId: answer.signingId,
    requestId,
    tenant: tenant.id,
    subject: caller.subject,
    issuer: caller.issuer,
    action,
    method: answer.method,
    bucket: tenant.entry.bucket,
    key,
    constraints: answer.constraints,
    expiresAt: answer.expiresAt,
    limitedBy: answer.limitedBy,
    accessKeyId: signed.accessKeyId,
  };
}
