import { Inject, Injectable } from '@nestjs/common';
import {
  epochSeconds,
  explainUrl,
  keyInUrl,
  parseS3Answer,
  type Explanation,
  type S3Answer,
} from '#s3-presign';
import { ACTIONS } from '#tenant-file';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import { CLOCK, type Clock } from '../../platform/clock.js';
import { accessDenied, invalidRequest } from '../../platform/problems/api-error.js';
import type { ExplanationRequest } from './explanation.request.js';

/**
 * Explains why a URL fails. It only evaluates the given URL and the current session, without requests and without
 * changes.
 */
@Injectable()
export class ExplanationsService {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  /**
   * Explains a URL.
   *
   * @throws ApiError `access_denied`, `invalid_request`
   */
  explain({ tenant, caller }: TenantAccess, { url, method, response, at }: ExplanationRequest): Explanation {
    const { bucket } = tenant.entry;
    const { endpoint } = tenant;
    const key = keyInUrl(url, { bucket, endpoint });
    if (key !== undefined && !mayActOn(key)) throw accessDenied({ reason: 'no_grant', key });
    return explainUrl(
      {
        url,
        method,
        answer: response === undefined ? undefined : answerOf(response),
        at: at === undefined ? tenant.secondsAt(this.clock()) : timeOf(at),
      },
      { bucket, endpoint, session: tenant.signersOf(caller).credentials.held },
    );

    /** Returns whether any grant of the caller allows the key. Otherwise the caller must not learn about the key. */
    function mayActOn(full: string): boolean {
      if (!full.startsWith(tenant.keyPrefix)) return false;
      const name = full.slice(tenant.keyPrefix.length);
      return ACTIONS.some((action) => tenant.grants.allows(caller, action, name));
    }
  }
}

function answerOf(response: string): S3Answer {
  const answer = parseS3Answer(response);
  if (answer) return answer;
  throw invalidRequest({
    pointer: '#/response',
    detail: 'Must be S3’s error answer: XML with an Error and its Code.',
  });
}

function timeOf(at: string): number {
  const time = epochSeconds(Date.parse(at));
  if (Number.isNaN(time))
    throw invalidRequest({ pointer: '#/at', detail: 'Must be a date and time that exist.' });
  return time;
}
