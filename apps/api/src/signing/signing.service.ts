import { Inject, Injectable } from '@nestjs/common';
import { parseKeyPrefix, parseObjectKey } from '#s3-presign';
import type { Action } from '#tenant-file';
import type { TenantAccess } from '../access/authorization/tenant-access.js';
import { Log } from '../platform/audit/log.js';
import { CLOCK, type Clock } from '../platform/clock.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { accessDenied } from '../platform/problems/api-error.js';
import type { Permit } from '../tenancy/grants/grants.js';
import type { SigningStamp } from './facts.js';
import { signForm, type FormSigning } from './form-signing.js';
import type { FormAnswer } from './form.response.js';
import type { MaybePromise, Prepared } from './prepared.js';
import { signingIds } from './signing-id.js';
import type { SigningAnswer } from './signing.response.js';
import type { Target } from './target.js';
import { signUrl, type Signing } from './url-signing.js';

/** The way of every URL and form: key, grant, signature, audit, answer, in this order. */
@Injectable()
export class SigningService {
  readonly #nextId = signingIds();

  constructor(
    private readonly log: Log,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  /**
   * A key that is none is refused before anybody is asked for a grant.
   *
   * @param name the key as the caller names it
   * @throws InvalidKeyError, ApiError `access_denied`
   */
  authorize(access: TenantAccess, action: Action, name: string): Target {
    const { tenant } = access;
    const rules = action === 'upload' ? 'strict' : tenant.entry.keys;
    const key = parseObjectKey(name, tenant.keyPrefix, rules);
    if (!isAllowed(access, action, name)) throw accessDenied();
    return { access, action, name, key };
  }

  /**
   * The same for a form whose key may end as the client likes.
   *
   * @throws InvalidKeyError, ApiError `access_denied`
   */
  authorizeKeyPrefix(access: TenantAccess, name: string): Target {
    const key = parseKeyPrefix(name, access.tenant.keyPrefix);
    if (!isAllowed(access, 'keyPrefixForm', name)) throw accessDenied();
    return { access, action: 'upload', name, key };
  }

  /** @throws PresignError, ApiError */
  async sign(target: Target, signing: Signing): Promise<SigningAnswer> {
    return this.answer(this.prepare(target, signing));
  }

  /** Signs, and leaves the audit to `answer` or to whoever signs many. @throws PresignError; rejects with the same */
  prepare(target: Target, signing: Signing): MaybePromise<Prepared<SigningAnswer>> {
    return this.#onceProven(target, (facts) => signUrl(target, signing, facts));
  }

  /** As `prepare`. */
  prepareForm(target: Target, signing: FormSigning): MaybePromise<Prepared<FormAnswer>> {
    return this.#onceProven(target, (facts) => signForm(target, signing, facts));
  }

  /** Nothing leaves before it is written who got it. @throws ApiError `audit_unavailable` */
  async answer<Answer>(prepared: MaybePromise<Prepared<Answer>>): Promise<Answer> {
    const { answer, event } = prepared instanceof Promise ? await prepared : prepared;
    await this.log.signings([event]);
    return answer;
  }

  #onceProven<T>(
    { access: { tenant } }: Target,
    sign: (facts: SigningStamp) => MaybePromise<T>,
  ): MaybePromise<T> {
    const start = performance.now();
    const time = this.clock();
    const now = tenant.secondsAt(time);
    const unproven = tenant.proof?.require(now);
    const signNow = () => sign({ now, signingId: this.#nextId(time) });
    return this.#timed(start, unproven ? unproven.then(signNow) : signNow());
  }

  #timed<T>(start: number, signed: MaybePromise<T>): MaybePromise<T> {
    if (signed instanceof Promise) return signed.then((awaited) => this.#timed(start, awaited));
    this.metrics.signing.observe((performance.now() - start) / 1000);
    return signed;
  }
}

const isAllowed = ({ tenant, caller, expanded }: TenantAccess, permit: Permit, name: string): boolean =>
  expanded ? expanded.allows(permit, name) : tenant.grants.allows(caller, permit, name);
