import type { EventLines } from '../../platform/fast-json/event-lines.js';
import { flattenString } from '../../platform/fast-json/flatten-string.js';
import { membersJson, memoizeLast } from '../../platform/fast-json/memoize-last.js';
import { Utf8Builder } from '../../platform/fast-json/utf8-builder.js';
import { listed } from '../../platform/problems/bounded.js';
import { MAX_ERRORS } from '../../platform/problems/error-list.js';
import type { Problem } from '../../platform/problems/problem.js';
import type { FormAnswer } from '../../signing/form.response.js';
import type { Prepared } from '../../signing/prepared.js';
import {
  answerFrame,
  haveSameFrame,
  signedUrlJson,
  type AnswerFrame,
} from '../../platform/fast-json/signed-url-json.js';
import type { SigningAnswer } from '../../signing/signing.response.js';
import type { UploadAnswer } from '../uploads/upload.response.js';

export type Signed = Prepared<UploadAnswer> | Prepared<FormAnswer>;

export interface Refused {
  readonly problem: Problem;
}

export type Outcome = Signed | Refused;

/** The approximate number of bytes of one result. */
export const RESULT = 2000;

/**
 * Writes a `BatchAnswer` as JSON, and the log lines of its events. Outcomes are written one by one, so that none is
 * kept in memory.
 */
export class AnswerJson {
  readonly #results: Utf8Builder;
  readonly #frame = memoizeLast<SigningAnswer, AnswerFrame>(
    haveSameFrame,
    (answer) => answerFrame(answer, '"status":200,'),
    flattenString,
  );
  #before = '{"results":[';
  /** The number of errors that may still be listed. All refusals of a batch share the limit of one answer. */
  #listable = MAX_ERRORS;

  constructor(
    private readonly lines: EventLines,
    count: number,
  ) {
    this.#results = new Utf8Builder(count * RESULT);
  }

  add(outcome: Outcome): void {
    this.#results.append(this.#before + this.#resultJson(outcome));
    this.#before = ',';
  }

  /** Returns the complete answer. Nothing may be added afterwards. */
  end(): Buffer {
    this.#results.append(']}');
    return this.#results.bytes();
  }

  #resultJson(outcome: Outcome): string {
    if ('problem' in outcome) {
      const problem = this.#withinList(outcome.problem);
      return JSON.stringify({ status: problem.status, problem });
    }
    const { answer, event } = outcome;
    this.lines.add(event);
    return 'fields' in answer
      ? `{"status":200,${membersJson(answer)}}`
      : signedUrlJson(answer, this.#frame(answer));
  }

  #withinList(problem: Problem): Problem {
    if (!problem.errors) return problem;
    const { errors, omittedErrors = 0, ...rest } = problem;
    const kept = listed(errors, omittedErrors, this.#listable);
    this.#listable -= kept.errors?.length ?? 0;
    return { ...rest, ...kept };
  }
}
