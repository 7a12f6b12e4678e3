import { isDeepStrictEqual } from 'node:util';
import { S3ServiceException } from '@aws-sdk/client-s3';
import { inject, it } from 'vitest';
import { knownGap } from '../../targets/not-verified.js';
import { inFewWords } from './in-few-words.js';
import type { Answer } from './send.js';

/** The S3 server of this run. */
export const target = inject('target');

/** The checks with which a case verifies the server's behaviour. */
export interface Verdict {
  /** Requires that the server has accepted a request: with any 2xx, or with this status. */
  readonly accepted: (answer: Answer, status?: number) => void;
  /** Requires that the server has refused a request: with any 4xx, or with this status. */
  readonly refused: (answer: Answer, status?: number) => void;
  /** Requires that a request of the AWS SDK succeeds. */
  readonly served: <T>(asked: Promise<T>) => Promise<T>;
  /** Requires that a result equals the expected one. */
  readonly equal: (actual: unknown, expected: unknown) => void;
}

export interface BehaviourReport {
  readonly outcome: 'verified' | 'not verified';
  /** The answers in short, such as `403 AccessDenied`. */
  readonly seen: readonly string[];
  readonly why?: string;
}

/** The error if the server lacks the behaviour that a case tests. Any other error means that the case itself failed. */
class Deviation extends Error {}

/**
 * Defines a test of one behaviour of S3. If not-verified.ts says that the target lacks the behaviour, the test still
 * runs. It then fails if the target has the behaviour after all, or if the case itself fails.
 */
export function behaviour(title: string, body: (verdict: Verdict) => Promise<void>, timeout = 30_000): void {
  const gap = knownGap(target, title);
  it(title, { timeout }, async ({ task }) => {
    const seen = new Set<string>();
    const report = (outcome: BehaviourReport['outcome'], why?: string) => {
      task.meta.behaviour = { outcome, seen: [...seen], ...(why !== undefined && { why }) };
    };
    if (gap?.canRun === false) return report('not verified', gap.why);
    try {
      await body(verdictOf(seen));
    } catch (error) {
      if (!gap || !(error instanceof Deviation)) throw inFewWords(error);
      return report('not verified', gap.why);
    }
    if (gap && !gap.varies)
      throw new Error(`${target.server} does this after all: take it out of not-verified.ts`);
    report('verified');
  });
}

const inShort = ({ status, code }: Answer): string => (code ? `${status} ${code}` : String(status));

function verdictOf(seen: Set<string>): Verdict {
  const validate = (answer: Answer, status: number | undefined, hundreds: 2 | 4) => {
    seen.add(inShort(answer));
    const good =
      status === undefined ? Math.floor(answer.status / 100) === hundreds : answer.status === status;
    if (!good) throw new Deviation(`wanted ${status ?? `${hundreds}xx`}, got ${inShort(answer)}`);
  };
  return {
    accepted: (answer, status) => validate(answer, status, 2),
    refused: (answer, status) => validate(answer, status, 4),
    served: (asked) =>
      asked.catch((error: unknown) => {
        if (!(error instanceof S3ServiceException)) throw error;
        const words = `${error.$metadata.httpStatusCode} ${error.name}`;
        seen.add(words);
        throw new Deviation(words);
      }),
    equal: (actual, expected) => {
      if (isDeepStrictEqual(actual, expected)) return;
      throw new Deviation(`wanted ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
    },
  };
}
