import { isDeepStrictEqual } from 'node:util';
import { S3ServiceException } from '@aws-sdk/client-s3';
import { inject, it } from 'vitest';
import { knownGap } from '../../targets/not-verified.js';
import { inFewWords } from './in-few-words.js';
import type { Answer } from './send.js';

/** The server that this run is about. */
export const target = inject('target');

/** What a case says about the server's answer that it is about. */
export interface Verdict {
  /** The server must accept: 2xx, or this status. */
  readonly accepted: (answer: Answer, status?: number) => void;
  /** The server must refuse: any 4xx, or this status. */
  readonly refused: (answer: Answer, status?: number) => void;
  /** What the AWS SDK asks the server for must be served. */
  readonly served: <T>(asked: Promise<T>) => Promise<T>;
  /** What came out must be this. */
  readonly equal: (actual: unknown, expected: unknown) => void;
}

export interface BehaviourReport {
  readonly outcome: 'verified' | 'not verified';
  /** Answers in short, as `403 AccessDenied`. */
  readonly seen: readonly string[];
  readonly why?: string;
}

/** The server doesn't do what the case is about. Everything else that is thrown is an error of the case. */
class Deviation extends Error {}

/**
 * One thing that S3 does. Where the target is known not to (not-verified.ts), the case still runs, and fails if the
 * target does after all, or does something else wrong.
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
