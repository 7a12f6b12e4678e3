import { Inject, Injectable } from '@nestjs/common';
import { andThen, parseKeyPrefix, parseObjectKey, type MaybePromise } from '#s3-presign';
import type { Action } from '#tenant-file';
import type { TenantAccess } from '../access/authorization/tenant-access.js';
import { Log } from '../platform/audit/log.js';
import { CLOCK, type Clock } from '../platform/clock.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { Spans } from '../platform/tracing/spans.js';
import type { SigningStamp } from './facts.js';
import { requireLimits } from './grant-limits.js';
import { signForm, type FormSigning } from './form-signing.js';
import type { FormAnswer } from './form.response.js';
import type { Prepared } from './prepared.js';
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
    private readonly spans: Spans,
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
    return { access, action, name, key, limits: requireLimits(access, action, name) };
  }

  /**
   * The same for a form whose key may end as the client likes.
   *
   * @throws InvalidKeyError, ApiError `access_denied`
   */
  authorizeKeyPrefix(access: TenantAccess, name: string): Target {
    const key = parseKeyPrefix(name, access.tenant.keyPrefix);
    return {
      access,
      action: 'upload',
      name,
      key,
      limits: requireLimits(access, 'upload', name, 'keyPrefixForm'),
    };
  }

  /** @throws PresignError, ApiError */
  async sign(target: Target, signing: Signing): Promise<SigningAnswer> {
    return this.answer(this.prepare(target, signing));
  }

  /** Signs, and leaves the audit to `answer` or to the caller, which may sign many. @throws PresignError; rejects with the same */
  prepare(target: Target, signing: Signing): MaybePromise<Prepared<SigningAnswer>> {
    return this.#traced(target, (facts) => signUrl(target, signing, facts));
  }

  /** Prepares a form as `prepare` does a URL. */
  prepareForm(target: Target, signing: FormSigning): MaybePromise<Prepared<FormAnswer>> {
    return this.#traced(target, (facts) => signForm(target, signing, facts));
  }

  /** Nothing leaves before it is written who got it. @throws ApiError `audit_unavailable` */
  async answer<Answer>(prepared: MaybePromise<Prepared<Answer>>): Promise<Answer> {
    const { answer, event } = prepared instanceof Promise ? await prepared : prepared;
    await this.log.signings([event]);
    return answer;
  }

  /** A batch has one span for all. */
  #traced<T>(target: Target, sign: Sign<T>): MaybePromise<T> {
    const { access } = target;
    if (access.expanded !== undefined) return this.#onceProven(access, sign);
    return this.spans.within('sign', () => this.#onceProven(access, sign));
  }

  #onceProven<T>({ tenant }: TenantAccess, sign: Sign<T>): MaybePromise<T> {
    const start = performance.now();
    const time = this.clock();
    const now = tenant.secondsAt(time);
    const proven = tenant.proof?.require(now);
    const signed = andThen(proven, () => sign({ now, signingId: this.#nextId(time) }));
    return andThen(signed, (done) => {
      this.metrics.signing.observe((performance.now() - start) / 1000);
      return done;
    });
  }
}

type Sign<T> = (facts: SigningStamp) => MaybePromise<T>;
