import {
  ARRAY_UNIQUE,
  IS_INT,
  IS_LENGTH,
  IS_STRING,
  MATCHES,
  ValidationTypes,
  getMetadataStorage,
} from 'class-validator';
import { IS_STRING_MAP, type StringMapRule } from '#validation';
import { textRuleOf, violation } from '../entries/text-rule.js';
import type { Path } from '../tenant-file.errors.js';
import type { Findings } from './findings.js';

/** Adds the errors of a value. For lists and maps, each error has the path of the item. */
export type ValueCheck = (value: unknown, path: Path, findings: Findings) => void;

type Metadata = ReturnType<ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']>[number];

/**
 * Returns class-validator's rules of a member, from the topmost decorator down. They are called one by one because
 * class-validator's own report has only one message for a whole list.
 */
export const rulesOf = (target: object, property: string): ValueCheck[] =>
  getMetadataStorage()
    .getTargetValidationMetadatas(target.constructor, '', true, false)
    .filter(
      ({ type, propertyName }) => propertyName === property && type === ValidationTypes.CUSTOM_VALIDATION,
    )
    .toReversed()
    .map((metadata) => ruleOf(metadata, target));

function ruleOf(metadata: Metadata, object: object): ValueCheck {
  const single = singleRule(metadata, object);
  return (value, path, findings) => {
    if (metadata.each && Array.isArray(value)) {
      for (const [index, item] of value.entries()) single(item, [...path, index], findings);
    } else if (metadata.name === ARRAY_UNIQUE && Array.isArray(value)) {
      checkUnique(value, metadata, path, findings);
    } else if (metadata.name === IS_STRING_MAP && isObject(value)) {
      checkMap(value, metadata, path, findings);
    } else {
      single(value, path, findings);
    }
  };
}

function singleRule(metadata: Metadata, object: object): ValueCheck {
  const { instance } = getMetadataStorage().getTargetValidatorConstraints(metadata.constraintCls)[0]!;
  const { propertyName: property, constraints } = metadata as Metadata & { constraints?: unknown[] };
  const rule = textRuleOf(constraints);
  return (value, path, findings) => {
    const args = {
      value,
      object,
      targetName: object.constructor.name,
      property,
      constraints: constraints ?? [],
    };
    if (instance.validate(value, args)) return;
    const message = (rule && violation(rule, value)) ?? textOf(metadata);
    findings.add({ path, message: withFixOfType(message, value, metadata) });
  };
}

/**
 * Returns the message of a rule. Every decorator of the tenant file has a message that is a string without arguments.
 */
const textOf = ({ message }: Metadata): string => message as string;

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function checkUnique(list: readonly unknown[], metadata: Metadata, path: Path, findings: Findings): void {
  const seen = new Set<unknown>();
  for (const [index, item] of list.entries()) {
    if (seen.has(item)) findings.add({ path: [...path, index], message: textOf(metadata) });
    seen.add(item);
  }
}

function checkMap(map: object, metadata: Metadata, path: Path, findings: Findings): void {
  const { names, values, maxEntries = Infinity } = (metadata.constraints as [StringMapRule])[0];
  const rule = `${metadata.propertyName} ${textOf(metadata)}`;
  const entries = Object.entries(map) as [string, unknown][];
  if (entries.length > maxEntries) findings.add({ path, message: textOf(metadata) });
  for (const [name, value] of entries) {
    const at = [...path, name];
    if (!names.test(name)) findings.add({ path: at, message: `can’t be a name here: ${rule}` });
    else if (typeof value !== 'string')
      findings.add({ path: at, message: `must be text, in quotes: ${rule}` });
    else if (!values.test(value)) findings.add({ path: at, message: `can’t be this text: ${rule}` });
  }
}

/** Adds the fix if YAML read a value as an unexpected type: `123` is a number, and `"900"` is not. */
function withFixOfType(message: string, value: unknown, { name = '' }: Metadata): string {
  if (value === undefined) return `is missing; it ${message}`;
  if (value === null) return `is empty; it ${message}`;
  const wantsText = [MATCHES, IS_STRING, IS_LENGTH].includes(name) && !message.includes('quotes');
  if (wantsText && typeof value === 'number') return `${message}; YAML reads a number here: put it in quotes`;
  if (wantsText && typeof value === 'boolean')
    return `${message}; YAML reads ${value} here: put it in quotes`;
  const wantsNumber = name === IS_INT && typeof value === 'string' && /^\d+$/.test(value);
  return wantsNumber ? `${message}; leave out the quotes` : message;
}
