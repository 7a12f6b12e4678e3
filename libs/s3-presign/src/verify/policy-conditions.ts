import type { FieldCondition, PolicyDocument } from './policy-document.js';
import { accessDenied, entityTooLarge, entityTooSmall } from './refusals.js';

/**
 * Checks a form against its policy. The form must meet every condition, and a condition must name each of its fields.
 * Source: S3 Developer Guide, "POST Policy", "Condition matching".
 *
 * @param fields the fields by lower-case name, including `bucket`
 * @param fileSize the size of the file in bytes
 * @throws VerificationError `AccessDenied`, `EntityTooLarge`, `EntityTooSmall`
 */
export function checkConditions(
  policy: PolicyDocument,
  fields: ReadonlyMap<string, string>,
  fileSize: number,
): void {
  for (const condition of policy.fields) {
    if (!holds(condition, fields)) throw conditionFailed(condition);
  }
  const named = new Set(policy.fields.map(fieldOf));
  for (const name of fields.keys()) {
    if (!named.has(name) && !needsNoCondition(name)) {
      throw accessDenied(`Invalid according to Policy: Extra input fields: ${name}`);
    }
  }
  for (const [min, max] of policy.ranges) {
    if (fileSize > max) throw entityTooLarge(fileSize, max);
    if (fileSize < min) throw entityTooSmall(fileSize, min);
  }
}

const needsNoCondition = (name: string): boolean =>
  name === 'policy' || name === 'x-amz-signature' || name.startsWith('x-ignore-');

function holds(condition: FieldCondition, fields: ReadonlyMap<string, string>): boolean {
  const { operator, variable, value } = condition;
  const name = fieldOf(condition);
  const given = fields.get(name);
  if (given === undefined || !variable.startsWith('$')) return false; // S3 refuses this too, for any value
  if (operator === 'eq') return given === value;
  if (EXACT_ONLY.test(name)) return false;
  const values = name === 'content-type' ? given.split(',') : [given];
  return values.every((each) => each.startsWith(value));
}

/** Variables for which S3 doesn't support `starts-with`. Its documentation says: "Each is an exact match". */
const EXACT_ONLY = /^(bucket|success_action_status|x-amz-(?!meta-).*)$/;

/** Returns the name of the field in lower case. Names of fields are case-insensitive, values are not. */
const fieldOf = ({ variable }: FieldCondition): string => variable.slice(1).toLowerCase();

const conditionFailed = ({ operator, variable, value }: FieldCondition) =>
  accessDenied(
    `Invalid according to Policy: Policy Condition failed: ${JSON.stringify([operator, variable, value]).replaceAll('","', '", "')}`,
  );
