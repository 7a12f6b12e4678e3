import { Injectable } from '@nestjs/common';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import type { Budget } from '../../limits/budget.js';
import { LongWorkQueue } from '../../platform/turns/long-work-queue.js';
import { RateLimiter } from '../../limits/rate-limiter.js';
import { StorageLists } from '../../limits/storage-lists.js';
import { ownerOf } from '../../access/authorization/owner-of.js';
import { WorkSlots } from '../../limits/work-slots.js';
import { Log } from '../../platform/audit/log.js';
import type { StorageEvent } from '../../platform/audit/storage-event.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { ApiError, invalidRequest } from '../../platform/problems/api-error.js';
import { isUnexpected, problemOf } from '../../platform/problems/problem.js';
import { SigningService } from '../../signing/signing.service.js';
import { storageEvent } from '../../signing/storage-audit.js';
import type { Target } from '../../signing/target.js';
import { deleteObjects, type DeletionOutcome } from '../../storage/delete-objects.js';
import { TenantStorages } from '../../storage/tenant-storages.js';
import { ExpandedGrants } from '../../tenancy/grants/expanded-grants.js';
import type { ObjectDeletionsRequest, ObjectToDelete } from './object-deletions.request.js';
import type { DeletedResult, NotDeletedResult, ObjectDeletionsAnswer } from './object-deletions.response.js';

/** The number of objects after which other requests get a turn. */
const TURN = 64;

/** A deletion that the caller's grants allow. */
interface Deletion {
  readonly target: Target;
  readonly versionId: string | undefined;
}

/** Deletes objects in S3, with one call for all of them where possible. */
@Injectable()
export class ObjectDeletionsService {
  constructor(
    private readonly signing: SigningService,
    private readonly storages: TenantStorages,
    private readonly limiter: RateLimiter,
    private readonly slots: WorkSlots,
    private readonly lists: StorageLists,
    private readonly queue: LongWorkQueue,
    private readonly log: Log,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Deletes objects.
   *
   * @param budget pays for all objects but the first, which the request itself has paid for; objects that it can't pay
   * for are refused
   * @throws ApiError `audit_unavailable`, because nothing is deleted without an audit event; `rate_limited`
   */
  delete(
    access: TenantAccess,
    { objects }: ObjectDeletionsRequest,
    budget?: Budget,
  ): Promise<ObjectDeletionsAnswer> {
    return this.slots.run(access, 'deletion', () => this.#delete(access, objects, budget));
  }

  async #delete(
    access: TenantAccess,
    objects: readonly ObjectToDelete[],
    budget: Budget | undefined,
  ): Promise<ObjectDeletionsAnswer> {
    const own = this.limiter.ofWork(access, 'deletion');
    const affordable = own.takeUpTo(objects.length);
    const paid = budget && affordable > 1 ? 1 + budget.takeUpTo(affordable - 1) : affordable;
    const expanded = { ...access, expanded: new ExpandedGrants(access.tenant.grants, access.caller) };
    const nextTurn = this.queue.begin(ownerOf(access));
    const allowed = new Map<string, Deletion>();
    const planned: (string | ApiError | Error)[] = [];
    for (const [index, object] of objects.entries()) {
      if (index % TURN === TURN - 1) await nextTurn();
      if (index < paid) planned.push(this.#planned(expanded, object, index, allowed));
      else planned.push(budget && paid < affordable ? budget.refusal(1) : own.refusal(1));
    }
    const done = await this.#deleteInTurn(access, allowed);
    return {
      results: objects.map((object, index) => {
        const plan = planned[index]!;
        const outcome = typeof plan === 'string' ? done.get(plan)! : { deleted: false as const, error: plan };
        return this.#resultOf(access, object, index, outcome);
      }),
    };
  }

  /**
   * Adds a deletion to the allowed ones.
   *
   * @returns the key of the deletion in `allowed`, or the error if the deletion is refused
   */
  #planned(
    access: TenantAccess,
    { key, versionId }: ObjectToDelete,
    index: number,
    allowed: Map<string, Deletion>,
  ): string | Error {
    try {
      const target = this.signing.authorize(
        access,
        versionId === undefined ? 'delete' : 'deleteVersion',
        key,
      );
      const id = JSON.stringify([key, versionId]);
      allowed.set(id, { target, versionId });
      return id;
    } catch (error) {
      return atIndex(error, index);
    }
  }

  /** Deletes objects when the turn of such a large answer of S3 has come. */
  async #deleteInTurn(
    access: TenantAccess,
    allowed: ReadonlyMap<string, Deletion>,
  ): Promise<ReadonlyMap<string, DeletionOutcome>> {
    const deletions = [...allowed.values()];
    if (deletions.length === 0) return new Map();
    const outcomes = await this.lists.run(access, deletions.length, () =>
      this.#deleteAudited(access, deletions),
    );
    for (const outcome of outcomes) this.metrics.changed(access.tenant.id, 'delete', wordOf(outcome));
    return new Map([...allowed.keys()].map((id, index) => [id, outcomes[index]!]));
  }

  /**
   * Deletes objects with two audit events for each: one before the call to S3, and one with the outcome before the
   * answer. What an event has announced is finished, even if the client disconnects.
   */
  async #deleteAudited(
    access: TenantAccess,
    deletions: readonly Deletion[],
  ): Promise<readonly DeletionOutcome[]> {
    const events = deletions.map(({ target, versionId }) =>
      storageEvent(target, 'DeleteObjects', { versionId }),
    );
    access.audited = true;
    const nextTurn = this.queue.begin(ownerOf({ ...access, client: undefined }));
    await this.#write(events, nextTurn);
    const outcomes = await deleteObjects(
      this.storages.of(access),
      deletions.map(({ target, versionId }) => ({ key: target.key, versionId })),
    );
    await this.#write(
      events.map((event, index) => Object.assign({}, event, { outcome: wordOf(outcomes[index]!) })),
      nextTurn,
    );
    return outcomes;
  }

  async #write(events: readonly StorageEvent[], nextTurn: () => Promise<void>): Promise<void> {
    for (let first = 0; first < events.length; first += TURN) {
      if (first > 0) await nextTurn();
      await this.log.storage(...events.slice(first, first + TURN));
    }
  }

  #resultOf(
    { requestId, tenant }: TenantAccess,
    { key, versionId }: ObjectToDelete,
    index: number,
    outcome: DeletionOutcome,
  ): DeletedResult | NotDeletedResult {
    if (outcome.deleted) {
      return {
        status: 200,
        key,
        ...(versionId !== undefined && { versionId }),
        ...(outcome.deleteMarker && { deleteMarker: true }),
        ...(outcome.versionId !== undefined && { deleteMarkerVersionId: outcome.versionId }),
      };
    }
    const error = outcome.error === 'version' ? wrongVersion(index) : outcome.error;
    const problem = problemOf(error, requestId);
    this.metrics.refused(tenant.id, problem.code);
    if (isUnexpected(problem, error)) this.log.unexpected(error, requestId);
    return { status: problem.status as NotDeletedResult['status'], problem };
  }
}

const wordOf = ({ deleted }: DeletionOutcome): 'done' | 'failed' => (deleted ? 'done' : 'failed');

const wrongVersion = (index: number): ApiError =>
  invalidRequest({
    pointer: `#/objects/${index}/versionId`,
    detail: 'Is not a version id of S3. Take one from a listing of versions.',
  });

/** Returns an error with the pointers of a single object converted to those of the request. */
function atIndex(error: unknown, index: number): Error {
  if (!(error instanceof ApiError) || !error.errors) return error as Error;
  const { code, message, omittedErrors } = error;
  const errors = error.errors.map(({ pointer, detail }) => ({
    pointer: `#/objects/${index}${pointer.slice(1)}`,
    detail,
  }));
  return new ApiError(code, message, errors, { omittedErrors });
}
