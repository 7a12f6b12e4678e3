import { invalidPolicy } from './refusals.js';

/**
 * A condition on a field, as `["eq", "$key", "a.txt"]`. The form `{"key": "a.txt"}` of a policy is read as this one.
 */
export interface FieldCondition {
  readonly operator: 'eq' | 'starts-with';
  /** The variable as the policy spells it, with the `$`. */
  readonly variable: string;
  readonly value: string;
}

type Range = readonly [min: number, max: number];

export interface PolicyDocument {
  /** The expiry in milliseconds since the epoch. */
  readonly expiration: number;
  readonly fields: readonly FieldCondition[];
  /** Ranges in bytes, with both ends allowed. The file's size must be in all of them. */
  readonly ranges: readonly Range[];
}

/**
 * Reads a policy as strictly as real S3 does. Source: S3 Developer Guide, "POST Policy".
 *
 * @param policy the JSON in Base64; its signature is already verified
 * @throws VerificationError `InvalidPolicyDocument`
 */
export function parsePolicy(policy: string): PolicyDocument {
  const { expiration, conditions, ...others } = parseJson(policy);
  const [unexpected] = Object.keys(others);
  if (unexpected !== undefined) throw invalidPolicy(`Unexpected: '${unexpected.toLowerCase()}'`);
  if (expiration === undefined) throw invalidPolicy('Policy missing expiration.');
  if (!Array.isArray(conditions)) throw invalidPolicy("Invalid 'conditions' value: must be a List.");
  const parsed = conditions.map(parseCondition);
  return {
    expiration: parseExpiration(expiration),
    fields: parsed.filter((condition) => 'operator' in condition),
    ranges: parsed.filter((condition): condition is Range => Array.isArray(condition)),
  };
}

function parseJson(policy: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(policy, 'base64').toString());
  } catch {
    throw invalidPolicy('Invalid JSON.');
  }
  if (!isRecord(parsed)) throw invalidPolicy('Invalid JSON.');
  return parsed;
}

/**
 * Reads the expiry, in ISO 8601 and UTC. S3 refuses an offset, a space in place of the `T`, and a date that doesn't
 * exist.
 */
function parseExpiration(text: unknown): number {
  const time = typeof text === 'string' && EXPIRATION.test(text) ? Date.parse(text) : Number.NaN;
  const isDay =
    !Number.isNaN(time) && new Date(time).toISOString().slice(0, 19) === String(text).slice(0, 19);
  if (!isDay) throw invalidPolicy(`Invalid 'expiration' value: '${String(text)}'`);
  return time;
}

const EXPIRATION = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/;

type Condition = FieldCondition | Range;

function parseCondition(condition: unknown): Condition {
  if (isRecord(condition)) return parseSimple(condition);
  if (!Array.isArray(condition)) throw invalidPolicy('Invalid condition test: must be a List or Object.');
  const [operator, first, second, ...others] = condition as unknown[];
  if (second === undefined || others.length > 0) {
    throw invalidPolicy(`Invalid ${String(operator)}: wrong number of arguments.`);
  }
  if (operator === 'content-length-range') return [parseSize(first), parseSize(second)];
  if (operator !== 'eq' && operator !== 'starts-with') {
    throw invalidPolicy(`Invalid Condition: unknown operation '${String(operator)}'.`);
  }
  if (typeof first !== 'string' || typeof second !== 'string') throw invalidPolicy('Invalid JSON.');
  return { operator, variable: first, value: second };
}

function parseSimple(condition: Record<string, unknown>): FieldCondition {
  const [property, ...others] = Object.entries(condition);
  if (!property || others.length > 0) {
    throw invalidPolicy(
      'Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.',
    );
  }
  const [name, value] = property;
  if (typeof value !== 'string') throw invalidPolicy('Invalid Simple-Condition: value must be a string.');
  return { operator: 'eq', variable: `$${name}`, value };
}

function parseSize(size: unknown): number {
  const text = String(size);
  if (!/^\d{1,15}$/.test(text)) throw invalidPolicy('Invalid content-length-range: must be whole bytes.');
  return Number(text);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
