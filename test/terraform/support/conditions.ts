import { BlockList, isIPv6 } from 'node:net';
import type { Policy, Statement } from './outputs.js';

// Evaluates only the condition operators of this repository's bucket policies: IAM User Guide, "IAM JSON policy
// elements: Condition operators". radosgw supports neither signature age nor TLS versions, and the tests don't call
// AWS.

/** The facts that S3 knows about a request, by condition key. An absent key has no entry. */
export type RequestContext = Readonly<Record<string, string>>;

type Operator = (actual: string | undefined, wanted: readonly string[]) => boolean;

/**
 * The condition operators. For an absent key, an operator is false and a negated operator is true. An operator needs
 * one matching value. A negated operator needs that no value matches.
 */
const OPERATORS: Readonly<Record<string, Operator>> = {
  Bool: (actual, wanted) => actual !== undefined && wanted.includes(actual.toLowerCase()),
  Null: (actual, wanted) => wanted.includes(String(actual === undefined)),
  NumericGreaterThan: (actual, wanted) => wanted.some((value) => Number(actual) > Number(value)),
  NumericLessThan: (actual, wanted) => wanted.some((value) => Number(actual) < Number(value)),
  StringEquals: (actual, wanted) => actual !== undefined && wanted.includes(actual),
  StringNotEquals: (actual, wanted) => actual === undefined || !wanted.includes(actual),
  NotIpAddress: (actual, wanted) => actual === undefined || !isWithin(actual, wanted),
};

/**
 * Finds the statements that refuse a request.
 *
 * @returns their Sids
 * @throws Error for an operator, an effect or a principal that it doesn't support
 */
export function refusals(
  { Statement }: Policy,
  action: string,
  resource: string,
  context: RequestContext,
): string[] {
  return Statement.filter((statement) => {
    if (statement.Effect !== 'Deny' || statement.Principal !== '*')
      throw new Error(`not supported: ${statement.Sid}`);
    return (
      list(statement.Action).some((pattern) => matches(pattern, action)) &&
      list(statement.Resource).some((pattern) => matches(pattern, resource)) &&
      holds(statement, context)
    );
  }).map(({ Sid }) => Sid);
}

/** Returns whether all operators and all keys of a statement's condition match. */
const holds = ({ Condition = {} }: Statement, context: RequestContext): boolean =>
  Object.entries(Condition).every(([name, keys]) => {
    const operator = OPERATORS[name];
    if (!operator) throw new Error(`not supported: ${name}`);
    return Object.entries(keys).every(([key, wanted]) => operator(context[key], list(wanted)));
  });

const list = <T>(value: T | readonly T[]): readonly T[] => (Array.isArray(value) ? value : [value as T]);

const matches = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  ).test(text);

function isWithin(address: string, ranges: readonly string[]): boolean {
  const block = new BlockList();
  for (const range of ranges) {
    const [network, bits] = range.split('/') as [string, string];
    block.addSubnet(network, Number(bits), isIPv6(network) ? 'ipv6' : 'ipv4');
  }
  return block.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
