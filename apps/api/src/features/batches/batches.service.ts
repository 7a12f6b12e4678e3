import { Injectable } from '@nestjs/common';
import type { MaybePromise } from '#s3-presign';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import type { Budget } from '../../limits/budget.js';
import { LongWorkQueue, type NextTurn } from '../../platform/turns/long-work-queue.js';
import { ownerOf } from '../../access/authorization/owner-of.js';
import { EventLines } from '../../platform/fast-json/event-lines.js';
import { Log } from '../../platform/audit/log.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { ApiError } from '../../platform/problems/api-error.js';
import { isUnexpected, problemOf } from '../../platform/problems/problem.js';
import { ExpandedGrants } from '../../tenancy/grants/expanded-grants.js';
import { DeletionsService } from '../deletions/deletions.service.js';
import { DownloadsService } from '../downloads/downloads.service.js';
import { HeadsService } from '../heads/heads.service.js';
import { UploadFormsService } from '../upload-forms/upload-forms.service.js';
import { UploadsService } from '../uploads/uploads.service.js';
import type { BatchRequest } from './batch.request.js';
import { kindsOf } from './kinds-of.js';
import type { Operation, OperationName } from './operations.js';
import { inBatch } from './refusal.js';
import { AnswerJson, type Outcome, type Refused, type Signed } from './response-json.js';

/**
 * The number of operations after which other requests get a turn. The next constant is the largest batch that runs
 * without waiting for a turn.
 */
const TURN = 64;
const AT_ONCE = 10;

type Prepare = (access: TenantAccess, operation: never) => MaybePromise<Signed>;

/**
 * Signs many operations with one authorization and one audit write. Each operation has the same result as on its own
 * route.
 */
@Injectable()
export class BatchesService {
  readonly #prepare: { readonly [Name in OperationName]: Prepare };

  constructor(
    private readonly log: Log,
    private readonly metrics: Metrics,
    private readonly queue: LongWorkQueue,
    downloads: DownloadsService,
    heads: HeadsService,
    uploads: UploadsService,
    forms: UploadFormsService,
    deletions: DeletionsService,
  ) {
    this.#prepare = {
      download: (access, operation: Operation<'download'>) => downloads.prepare(access, operation),
      head: (access, operation: Operation<'head'>) => heads.prepare(access, operation),
      upload: (access, operation: Operation<'upload'>) => uploads.prepare(access, operation),
      'upload-form': (access, operation: Operation<'upload-form'>) => forms.prepare(access, operation),
      delete: (access, operation: Operation<'delete'>) => deletions.prepare(access, operation),
    };
  }

  /**
   * Signs the operations of a batch.
   *
   * @param budget pays for all operations but the first, which the request itself has paid for; operations that it
   * can't pay for are refused
   * @param bodyTurn the turns of a large body, which are used for the operations too
   * @returns a `BatchAnswer` as JSON
   * @throws ApiError `audit_unavailable`, because nothing is signed without an audit event; `invalid_request` if so
   * many operations are invalid that none is signed
   */
  async sign(
    access: TenantAccess,
    { operations }: BatchRequest,
    budget?: Budget,
    bodyTurn?: NextTurn,
  ): Promise<Buffer> {
    const paid = budget ? 1 + budget.takeUpTo(operations.length - 1) : operations.length;
    const unpaid = paid < operations.length ? budget?.refusal(1) : undefined;
    const kinds = kindsOf(operations);
    const { tenant, caller } = access;
    const nextTurn = bodyTurn ?? this.queue.begin(ownerOf(access));
    if (bodyTurn || operations.length > AT_ONCE) await nextTurn();
    this.metrics.batches.observe(operations.length);
    const expanded: TenantAccess = { ...access, expanded: new ExpandedGrants(tenant.grants, caller) };
    const events = new EventLines(operations.length);
    const answer = new AnswerJson(events, operations.length);
    for (let first = 0; first < operations.length; first += TURN) {
      if (first > 0) await nextTurn();
      const waiting: Promise<Outcome>[] = []; // and the outcomes after them
      const end = Math.min(first + TURN, operations.length);
      for (let index = first; index < end; index++) {
        const outcome =
          index < paid
            ? this.#outcome(expanded, kinds[index]!, operations[index], index)
            : this.#refusal(unpaid, expanded);
        if (waiting.length > 0 || outcome instanceof Promise) waiting.push(Promise.resolve(outcome));
        else answer.add(outcome);
      }
      for (const outcome of await Promise.all(waiting)) answer.add(outcome);
    }
    access.audited = !events.isEmpty; // set here, not on the copy
    access.refusal = expanded.refusal;
    await this.log.batch(events);
    return answer.end();
  }

  #outcome(
    access: TenantAccess,
    kind: OperationName | ApiError,
    operation: unknown,
    index: number,
  ): MaybePromise<Outcome> {
    if (kind instanceof ApiError) return this.#refusal(kind, access);
    try {
      const prepared = this.#prepare[kind](access, operation as never);
      if (!(prepared instanceof Promise)) return prepared;
      return prepared.catch((error: unknown) => this.#refusal(inBatch(error, index), access));
    } catch (error) {
      return this.#refusal(inBatch(error, index), access);
    }
  }

  #refusal(error: unknown, access: TenantAccess): Refused {
    const { requestId, tenant } = access;
    if (error instanceof ApiError) access.refusal ??= error.refusal;
    const problem = problemOf(error, requestId);
    this.metrics.refused(tenant.id, problem.code);
    if (isUnexpected(problem, error)) this.log.unexpected(error, requestId);
    return { problem };
  }
}
