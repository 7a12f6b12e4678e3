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

/** Runs the steps that every URL and form needs, in this order: key, grant, signature, audit, answer. */
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
   * Returns the target of an action if the caller may perform it. An invalid key is refused before the grants are
   * checked.
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
   * Returns the target of a form in which the client chooses the end of the key.
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

  /**
   * Signs a URL, writes the audit event, and returns the answer.
   *
   * @throws PresignError, ApiError
   */
  async sign(target: Target, signing: Signing): Promise<SigningAnswer> {
    return this.answer(this.prepare(target, signing));
  }

  /**
   * Signs a URL without writing the audit event. `answer` writes it, or the calling code, which may sign many URLs.
   *
   * @throws PresignError; the promise rejects with the same error
   */
  prepare(target: Target, signing: Signing): MaybePromise<Prepared<SigningAnswer>> {
    return this.#traced(target, (facts) => signUrl(target, signing, facts));
  }

  /** Signs a form without writing the audit event. `prepare` does the same for a URL. */
  prepareForm(target: Target, signing: FormSigning): MaybePromise<Prepared<FormAnswer>> {
    return this.#traced(target, (facts) => signForm(target, signing, facts));
  }

  /**
   * Writes the audit event, and returns the answer only after that.
   *
   * @throws ApiError `audit_unavailable`
   */
  async answer<Answer>(prepared: MaybePromise<Prepared<Answer>>): Promise<Answer> {
    const { answer, event } = prepared instanceof Promise ? await prepared : prepared;
    await this.log.signings([event]);
    return answer;
  }

  /** Signs within a span of its own, except in a batch, which has one span for all its operations. */
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
