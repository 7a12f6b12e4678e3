import type { S3Client } from '@aws-sdk/client-s3';
import type { AwsCredentialIdentity } from '@aws-sdk/types';
import { observeCalls, observeDate } from '#s3-presign';
import type { NextTurn } from '../platform/turns/long-work-queue.js';
import { atCapacity } from '../platform/problems/api-error.js';
import { isFair, type Share } from '../platform/turns/fair-share.js';
import type { Log } from '../platform/audit/log.js';
import type { Clock } from '../platform/clock.js';
import { explain } from '../tenancy/aws-credentials/explain.js';
import { refusesSession } from '../tenancy/aws-credentials/refused-session.js';
import type { SessionFate } from '../tenancy/aws-credentials/session-check.js';
import type { Tenant } from '../tenancy/tenants/tenant.js';
import { parseInTurn } from './parse-in-turn.js';
import { S3Refusal, failureOf, storageUnavailable, type Failure } from './s3-failure.js';

type Sdk = typeof import('@aws-sdk/client-s3');

/** Sends one call to S3. The given options limit its time. */
export type Call<T> = (
  client: S3Client,
  sdk: Sdk,
  options: { readonly abortSignal: AbortSignal; readonly requestTimeout: number },
) => Promise<T>;

/** The timeout for a connection, in milliseconds. */
const CONNECTION_TIMEOUT = 1_000;
/** The deadline for all attempts of a call together, in milliseconds. */
const DEADLINE = 10_000;
/** The maximum number of attempts of the AWS SDK for one call. It waits between the attempts. */
const MAX_ATTEMPTS = 3;
/** The maximum number of concurrent calls for one tenant, including those whose clients have disconnected. */
const MAX_CALLS = 64;
/** The largest share of them: one subject gets at most half. */
const SHARE: Share = { ofTenant: 1, ofSubject: 1 };
/** The minimum remaining lifetime of a session, in seconds, for beginning a call. */
const MARGIN = 60;

/** A tenant's bucket as one caller uses it. */
export interface CallerStorage {
  readonly tenant: Tenant;
  /** The members of every command. S3 refuses a bucket of this name in another account. */
  readonly place: { readonly Bucket: string; readonly ExpectedBucketOwner?: string };
  /**
   * Sends a call. If S3 reports an expired session, or the session turns out to be revoked, the call is repeated once
   * with another session.
   *
   * @param operation the operation's name in the API Reference, for the log and for the meaning of a refusal
   * @param deadline milliseconds
   * @throws S3Refusal; ApiError `storage_unavailable`; `service_unavailable` if too many of the caller's calls are under
   *   way; PresignError if the credentials are missing or not proven
   */
  call<T>(operation: string, call: Call<T>, deadline?: number): Promise<T>;
  /**
   * Reports to operators that S3 did not do something.
   *
   * @param error S3's error code
   */
  warn(operation: string, error: string | undefined, more?: object): void;
}

interface Session {
  readonly identity: AwsCredentialIdentity;
  readonly client: S3Client;
}

/**
 * Sends the service's own calls to a tenant's bucket, with the tenant's own credentials and only in the tenant's
 * account.
 */
export class TenantStorage {
  #session: Session | undefined;
  /** The number of calls under way: of all subjects, and of each. */
  #underWay = 0;
  readonly #bySubject = new Map<string, number>();

  constructor(
    readonly tenant: Tenant,
    private readonly log: Log,
    private readonly clock: Clock,
    private readonly recheck: (tenant: Tenant) => Promise<SessionFate>,
    private readonly nextTurn: NextTurn = () => Promise.resolve(),
  ) {}

  /** Returns the bucket as a subject uses it, whose calls share the connections with those of other subjects. */
  for(subject: string): CallerStorage {
    const { bucket, account } = this.tenant.entry;
    return {
      tenant: this.tenant,
      place: { Bucket: bucket, ...(account !== undefined && { ExpectedBucketOwner: account }) },
      call: (operation, call, deadline = DEADLINE) =>
        this.#withinShare(subject, () => this.#call(operation, call, deadline)),
      warn: (...what) => this.#warn(...what),
    };
  }

  async #withinShare<T>(subject: string, call: () => Promise<T>): Promise<T> {
    const bySubject = this.#bySubject.get(subject) ?? 0;
    const taken = { capacity: MAX_CALLS, byAll: this.#underWay, byTenant: 0, bySubject };
    if (!isFair(taken, 1, SHARE)) throw atCapacity();
    this.#count(subject, 1);
    try {
      return await call();
    } finally {
      this.#count(subject, -1);
    }
  }

  #count(subject: string, change: number): void {
    this.#underWay += change;
    const calls = (this.#bySubject.get(subject) ?? 0) + change;
    if (calls > 0) this.#bySubject.set(subject, calls);
    else this.#bySubject.delete(subject);
  }

  #warn(operation: string, error: string | undefined, more: object = {}): void {
    this.log.warning('storage unavailable', { tenant: this.tenant.id, operation, error, ...more });
  }

  async #call<T>(operation: string, call: Call<T>, deadline: number): Promise<T> {
    const sdk = await import('@aws-sdk/client-s3');
    const options = { abortSignal: AbortSignal.timeout(deadline), requestTimeout: deadline };
    for (let again = false; ; again = true) {
      const { client, identity } = await this.#currentSession(sdk);
      try {
        return await call(client, sdk, options);
      } catch (error) {
        const failure = failureOf(error, operation);
        if (again || !(await this.#isReplaced(identity, error, failure)))
          throw this.#classified(operation, error, failure);
      }
    }
  }

  /**
   * Returns whether the next call will use another session. A call may be denied for many reasons, so a session check
   * decides.
   */
  async #isReplaced(identity: AwsCredentialIdentity, error: unknown, { kind }: Failure): Promise<boolean> {
    const { credentials } = this.tenant;
    if (kind === 'session') credentials.drop(identity);
    else if (refusesSession(error)) await this.recheck(this.tenant);
    else return false;
    return credentials.held?.identity !== identity;
  }

  async #currentSession(sdk: Sdk): Promise<Session> {
    const now = this.tenant.secondsAt(this.clock());
    await this.tenant.proof?.require(now);
    const { identity } = await this.tenant.credentials.lasting(now + MARGIN, now);
    if (this.#session?.identity !== identity) {
      this.#session = { identity, client: this.#createClient(sdk, identity) };
    }
    return this.#session;
  }

  /**
   * Creates a client for one session. With a credential provider, the SDK would keep a session that S3 has refused.
   * Connections are shared between clients.
   */
  #createClient({ S3Client }: Sdk, identity: AwsCredentialIdentity): S3Client {
    const { region, endpoint, forcePathStyle } = this.tenant.entry;
    const client = new S3Client({
      region,
      credentials: identity,
      maxAttempts: MAX_ATTEMPTS,
      requestHandler: this.#session?.client.config.requestHandler ?? {
        connectionTimeout: CONNECTION_TIMEOUT,
        throwOnRequestTimeout: true,
      },
      systemClockOffset: this.tenant.clockOffset.milliseconds,
      followRegionRedirects: false,
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      ...(endpoint !== undefined && { endpoint }),
      ...(forcePathStyle !== undefined && { forcePathStyle }),
    });
    parseInTurn(client, this.nextTurn);
    observeDate(client, this.tenant.clockOffset);
    observeCalls(client, this.tenant.calls);
    return client;
  }

  #classified(operation: string, error: unknown, failure: Failure): Error {
    if (failure.kind === 'refusal') return new S3Refusal(failure.code, { cause: error });
    const { name, $metadata } = error as SdkError;
    this.#warn(operation, name, {
      status: $metadata?.httpStatusCode,
      s3RequestId: $metadata?.requestId,
      reason: explain(error),
    });
    return storageUnavailable(error);
  }
}

interface SdkError extends Error {
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
}
