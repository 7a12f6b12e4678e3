import { type Class, DETAIL, type JsonSchema } from '#validation';
import { schemasOf } from '#validation/schemas';
import { readComments } from './comments.js';

// This file is for tests and documents, like validation/schemas.ts. Production doesn't load it.

/** A setting of the tenant file, as its class declares it. */
export interface Setting {
  readonly name: string;
  readonly isRequired: boolean;
  /** The purpose of the setting, from its comment. */
  readonly meaning: string;
  /** The rule of the setting ("must be …"), from its message. */
  readonly rule: string;
  readonly schema: JsonSchema;
}

/** A kind of object in the tenant file. */
export interface Entry {
  readonly name: string;
  readonly meaning: string;
  readonly settings: readonly Setting[];
}

/** Returns the given classes and the classes of their members. */
export function readEntries(classes: readonly Class[]): readonly Entry[] {
  const comments = readComments();
  return Object.entries(schemasOf(classes)).map(([name, schema]) => {
    const required = new Set(schema['required'] as string[] | undefined);
    const order = [...comments.keys()];
    const placeOf = ([member]: [string, JsonSchema]) => order.indexOf(`${name}.${member}`);
    const properties = Object.entries(schema['properties'] as Record<string, JsonSchema>).sort(
      (one, other) => placeOf(one) - placeOf(other), // inherited members first
    );
    const settings = properties.map(([member, property]) => ({
      name: member,
      isRequired: required.has(member),
      meaning: comments.get(`${name}.${member}`) ?? '',
      rule: ruleOf(property),
      schema: property,
    }));
    return { name, meaning: comments.get(name) ?? '', settings };
  });
}

/** Returns the rule of a setting; for a list, its rule and that of its items. */
function ruleOf({ [DETAIL]: detail, items }: JsonSchema): string {
  const { [DETAIL]: ofItems, $ref } = (items ?? {}) as { [DETAIL]?: string; $ref?: string };
  const each = ofItems !== undefined && $ref === undefined ? `; each ${ofItems}` : '';
  return `${detail as string}${each}`;
}
