import { type Class, DETAIL, type JsonSchema } from '#validation';
import { schemasOf } from '#validation/schemas';
import { readComments } from './comments.js';

// For tests and documents, as validation/schemas.ts: production carries none of this.

/** A setting of the tenant file, as its class declares it. */
export interface Setting {
  readonly name: string;
  readonly isRequired: boolean;
  /** What it is for: the comment. */
  readonly meaning: string;
  /** "must be …": the message. */
  readonly rule: string;
  readonly schema: JsonSchema;
}

/** A kind of object in the tenant file. */
export interface Entry {
  readonly name: string;
  readonly meaning: string;
  readonly settings: readonly Setting[];
}

/** These classes and what nests in them. */
export function readEntries(classes: readonly Class[]): readonly Entry[] {
  const comments = readComments();
  return Object.entries(schemasOf(classes)).map(([name, schema]) => {
    const required = new Set(schema['required'] as string[] | undefined);
    const order = [...comments.keys()];
    const placeOf = ([member]: [string, JsonSchema]) => order.indexOf(`${name}.${member}`);
    const properties = Object.entries(schema['properties'] as Record<string, JsonSchema>).sort(
      (one, other) => placeOf(one) - placeOf(other), // inherited ones first
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

/** A list's rule, and that of its items. */
function ruleOf({ [DETAIL]: detail, items }: JsonSchema): string {
  const { [DETAIL]: ofItems, $ref } = (items ?? {}) as { [DETAIL]?: string; $ref?: string };
  const each = ofItems !== undefined && $ref === undefined ? `; each ${ofItems}` : '';
  return `${detail as string}${each}`;
}
