import { constraintsJson, areSameConstraints } from './constraints-json.js';
import { membersJson, memoizeLast } from './memoize-last.js';
import type { Constraint } from '../audit/constraint.js';

/** The answer to a signing (`SigningAnswer`), with a receipt for some uploads. */
export interface SignedUrl {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signedHeaders: readonly string[];
  readonly key: string;
  readonly expiresAt: string;
  readonly expiresIn: number;
  readonly limitedBy: string;
  readonly signingId: string;
  readonly constraints: readonly Constraint[];
  readonly receipt?: string;
}

/**
 * Writes the answer as `JSON.stringify` does, but does not search the URL for characters to escape, because a URL has
 * none. One answer takes 1.9 µs instead of 2.8; in a batch of 1,000, with `EventLines`, a URL takes 2.6 µs instead of
 * 6.2.
 *
 * @param frame the shared parts; computed if left out
 */
export function signedUrlJson(answer: SignedUrl, frame = answerFrame(answer)): string {
  return (
    `${frame.beforeUrl}${answer.url}${frame.beforeKey}${JSON.stringify(answer.key)}` +
    `${frame.beforeId}${answer.signingId}${frame.end}${receiptJson(answer)}}`
  );
}

/** Writes the receipt without escaping: it consists of base64url characters and dots. */
const receiptJson = ({ receipt }: SignedUrl): string =>
  receipt === undefined ? '' : `,"receipt":"${receipt}"`;

/** The parts that are the same for all answers that differ only in URL, key, signing id and receipt. */
export interface AnswerFrame {
  readonly beforeUrl: string;
  readonly beforeKey: string;
  readonly beforeId: string;
  readonly end: string;
}

/**
 * Returns the shared parts of an answer.
 *
 * @param before members that come first, as JSON with a comma after each
 */
export const answerFrame = (answer: SignedUrl, before = ''): AnswerFrame => ({
  beforeUrl: `{${before}"url":"`,
  beforeKey: `",${useJson(answer)},"key":`,
  beforeId: `,${termJson(answer)},"signingId":"`,
  end: `","constraints":${constraintsJson(answer.constraints)}`,
});

/** Returns whether two answers have the same frame. */
export const haveSameFrame = (answer: SignedUrl, last: SignedUrl): boolean =>
  haveSameUse(answer, last) &&
  haveSameTerm(answer, last) &&
  areSameConstraints(answer.constraints, last.constraints);

const haveSameUse = (answer: SignedUrl, last: SignedUrl): boolean =>
  answer.method === last.method &&
  answer.headers === last.headers &&
  answer.signedHeaders === last.signedHeaders;

const useJson = memoizeLast(haveSameUse, ({ method, headers, signedHeaders }) =>
  membersJson({ method, headers, signedHeaders }),
);

const haveSameTerm = (answer: SignedUrl, last: SignedUrl): boolean =>
  answer.expiresAt === last.expiresAt &&
  answer.expiresIn === last.expiresIn &&
  answer.limitedBy === last.limitedBy;

const termJson = memoizeLast(haveSameTerm, ({ expiresAt, expiresIn, limitedBy }) =>
  membersJson({ expiresAt, expiresIn, limitedBy }),
);
