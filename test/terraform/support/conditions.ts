import { BlockList, isIPv6 } from 'node:net';
import type { Policy, Statement } from './outputs.js';

// The condition operators of our bucket policies, and no more: IAM User Guide, "IAM JSON policy elements: Condition
// operators". radosgw knows neither signature age nor TLS versions; AWS can't be had here.

/** What S3 knows about a request, by condition key. An absent key is not in the context. */
export type RequestContext = Readonly<Record<string, string>>;

type Operator = (actual: string | undefined, wanted: readonly string[]) => boolean;

/** An absent key makes an operator false, and a negated one true. Several values are alternatives; of a negated one, none may match. */
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
 * Which statements refuse a request.
 *
 * @returns their Sids
 * @throws Error for an operator or an effect that it doesn't know: it checks nothing by halves
 */
export function refusals(
  { Statement }: Policy,
  action: string,
  resource: string,
  context: RequestContext,
): string[] {
  return Statement.filter((statement) => {
    if (statement.Effect !== 'Deny' || statement.Principal !== '*')
      throw new Error(`not judged: ${statement.Sid}`);
    return (
      list(statement.Action).some((pattern) => matches(pattern, action)) &&
      list(statement.Resource).some((pattern) => matches(pattern, resource)) &&
      holds(statement, context)
    );
  }).map(({ Sid }) => Sid);
}

/** All operators and all keys of a condition must hold. */
const holds = ({ Condition = {} }: Statement, context: RequestContext): boolean =>
  Object.entries(Condition).every(([name, keys]) => {
    const operator = OPERATORS[name];
    if (!operator) throw new Error(`not judged: ${name}`);
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
