import { membersJson, remembered } from '../json/remembered.js';
import type { Constraint, SigningAnswer } from './signing-answer.js';

// As `JSON.stringify` writes them, without its search for characters to escape in what can't have any: a thousand
// answers are a megabyte of URLs.

/**
 * @param before members that come first, as JSON with a comma behind each
 * @param constraints those of the answer, where somebody has made JSON of them already
 */
export function signingAnswerJson(
  answer: SignedUrl,
  before = '',
  constraints = constraintsJson(answer.constraints),
): string {
  return (
    `{${before}"url":"${answer.url}",${useJson(answer)},"key":${JSON.stringify(answer.key)},` +
    `${termJson(answer)},"signingId":"${answer.signingId}","constraints":${constraints}${receiptJson(answer)}}`
  );
}

/** Of an upload there may be a receipt. */
type SignedUrl = SigningAnswer & { readonly receipt?: string };

/** Base64url and dots. */
const receiptJson = ({ receipt }: SignedUrl): string =>
  receipt === undefined ? '' : `,"receipt":"${receipt}"`;

const useJson = remembered<SigningAnswer>(
  (answer, last) =>
    answer.method === last.method &&
    answer.headers === last.headers &&
    answer.signedHeaders === last.signedHeaders,
  ({ method, headers, signedHeaders }) => membersJson({ method, headers, signedHeaders }),
);

const termJson = remembered<SigningAnswer>(
  (answer, last) =>
    answer.expiresAt === last.expiresAt &&
    answer.expiresIn === last.expiresIn &&
    answer.limitedBy === last.limitedBy,
  ({ expiresAt, expiresIn, limitedBy }) => membersJson({ expiresAt, expiresIn, limitedBy }),
);

/** Names of constraints are the API's own. */
export const constraintsJson = remembered(areSame, (constraints: readonly Constraint[]): string => {
  let json = '';
  for (const { name, value, enforcedBy } of constraints) {
    const comma = json === '' ? '' : ',';
    json += `${comma}{"name":"${name}","value":${JSON.stringify(value)},"enforcedBy":"${enforcedBy}"}`;
  }
  return `[${json}]`;
});

/** Values that are objects may have changed meanwhile. */
function areSame(constraints: readonly Constraint[], last: readonly Constraint[]): boolean {
  return (
    constraints.length === last.length &&
    constraints.every(({ name, value, enforcedBy }, index) => {
      const other = last[index]!;
      return (
        value === other.value &&
        typeof value !== 'object' &&
        name === other.name &&
        enforcedBy === other.enforcedBy
      );
    })
  );
}
