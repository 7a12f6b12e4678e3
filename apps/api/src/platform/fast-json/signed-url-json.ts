import { constraintsJson, areSameConstraints } from './constraints-json.js';
import { membersJson, memoizeLast, textJson } from './memoize-last.js';
import type { SigningAnswer } from '../../signing/signing.response.js';

// As `JSON.stringify` writes them, without its search for characters to escape in what can't have any: a thousand
// answers are a megabyte of URLs.

/** @param frame where somebody has made it already */
export function signingAnswerJson(answer: SignedUrl, frame = answerFrame(answer)): string {
  return (
    `${frame.beforeUrl}${answer.url}${frame.beforeKey}${textJson(answer.key)}` +
    `${frame.beforeId}${answer.signingId}${frame.end}${receiptJson(answer)}}`
  );
}

/** Of an upload there may be a receipt. */
type SignedUrl = SigningAnswer & { readonly receipt?: string };

/** Base64url and dots. */
const receiptJson = ({ receipt }: SignedUrl): string =>
  receipt === undefined ? '' : `,"receipt":"${receipt}"`;

/** What answers have in common that differ in nothing but URL, key, signing id and receipt. */
export interface AnswerFrame {
  readonly beforeUrl: string;
  readonly beforeKey: string;
  readonly beforeId: string;
  readonly end: string;
}

/** @param before members that come first, as JSON with a comma behind each */
export const answerFrame = (answer: SigningAnswer, before = ''): AnswerFrame => ({
  beforeUrl: `{${before}"url":"`,
  beforeKey: `",${useJson(answer)},"key":`,
  beforeId: `,${termJson(answer)},"signingId":"`,
  end: `","constraints":${constraintsJson(answer.constraints)}`,
});

/** Whether their frames are the same. */
export const haveSameFrame = (answer: SigningAnswer, last: SigningAnswer): boolean =>
  haveSameUse(answer, last) &&
  haveSameTerm(answer, last) &&
  areSameConstraints(answer.constraints, last.constraints);

const haveSameUse = (answer: SigningAnswer, last: SigningAnswer): boolean =>
  answer.method === last.method &&
  answer.headers === last.headers &&
  answer.signedHeaders === last.signedHeaders;

const useJson = memoizeLast(haveSameUse, ({ method, headers, signedHeaders }) =>
  membersJson({ method, headers, signedHeaders }),
);

const haveSameTerm = (answer: SigningAnswer, last: SigningAnswer): boolean =>
  answer.expiresAt === last.expiresAt &&
  answer.expiresIn === last.expiresIn &&
  answer.limitedBy === last.limitedBy;

const termJson = memoizeLast(haveSameTerm, ({ expiresAt, expiresIn, limitedBy }) =>
  membersJson({ expiresAt, expiresIn, limitedBy }),
);
