import * as fc from 'fast-check';
import type { JsonSchema } from '#validation';
import { MUTATION, ODD, mutated } from './mutations.js';

/** Generates values that a schema allows or almost allows: some members have values that they must not have. */
export function nearValid(schema: JsonSchema, schemas: Record<string, JsonSchema>): fc.Arbitrary<unknown> {
  const valid = valueOf(schema, schemas);
  return fc.oneof(
    { weight: 2, arbitrary: valid },
    {
      weight: 8,
      arbitrary: fc.tuple(valid, fc.array(MUTATION, { minLength: 1, maxLength: 3 })).map(mutated),
    },
    { weight: 1, arbitrary: ODD },
  );
}

function valueOf(schema: JsonSchema, schemas: Record<string, JsonSchema>): fc.Arbitrary<unknown> {
  const { $ref, enum: values, type, pattern, minimum, maximum, minItems } = schema as Known;
  if ($ref !== undefined) return valueOf(schemas[$ref.split('/').at(-1)!]!, schemas);
  if (values) return fc.constantFrom(...values);
  switch (type) {
    case 'string':
      return pattern === undefined ? fc.string({ unit: 'grapheme' }) : matching(pattern);
    case 'integer':
      return fc.integer({ min: minimum!, max: maximum! });
    case 'boolean':
      return fc.boolean();
    case 'array':
      return fc.array(itemOf(schema, schemas), { minLength: minItems ?? 0, maxLength: 4 });
    case 'object':
      return objectOf(schema, schemas);
    default:
      throw new Error(`no values for ${JSON.stringify(schema)}`);
  }
}

/** Generates the items of a list: from `items` if that is a reference or has a pattern, otherwise any JSON values. */
const itemOf = ({ items }: Known, schemas: Record<string, JsonSchema>): fc.Arbitrary<unknown> =>
  items && ('$ref' in items || 'pattern' in items) ? valueOf(items, schemas) : fc.jsonValue({ maxDepth: 2 });

function objectOf(schema: Known, schemas: Record<string, JsonSchema>): fc.Arbitrary<unknown> {
  const { properties, required, propertyNames, additionalProperties, maxProperties } = schema;
  if (properties) {
    const members = Object.entries(properties)
      .filter(([, member]) => !('not' in member)) // otherwise no value would be valid
      .map(([name, member]) => [name, valueOf(member, schemas)]);
    return fc.record(Object.fromEntries(members) as Record<string, fc.Arbitrary<unknown>>, {
      requiredKeys: required ?? [],
    });
  }
  if (!propertyNames) return fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 4 });
  const values = valueOf(additionalProperties as JsonSchema, schemas);
  return fc.dictionary(matching(propertyNames.pattern), values, { maxKeys: maxProperties! });
}

/**
 * Generates strings for a pattern. fast-check supports patterns without `\p{…}`; for others, letters, digits and a few
 * known forms are used.
 */
function matching(pattern: string): fc.Arbitrary<string> {
  const expression = new RegExp(pattern, 'u');
  const candidates = fc.oneof(fc.string({ unit: LETTER, maxLength: 20 }), fc.constantFrom(...FORMS));
  return pattern.includes('\\p{')
    ? candidates.filter((text) => expression.test(text))
    : fc.stringMatching(expression, { size: '-1' });
}

const LETTER = fc.constantFrom('a', 'b', 'z', 'A', 'Z', '0', '9', 'ä', 'ß', '漢');
const FORMS = ['a/b', 'a b', 'x.txt', 'Ünï-cödé', '=', '+1', '\u2028'];

interface Known {
  readonly $ref?: string;
  readonly enum?: readonly unknown[];
  readonly type?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly properties?: Record<string, JsonSchema>;
  readonly required?: string[];
  readonly propertyNames?: { readonly pattern: string };
  readonly additionalProperties?: unknown;
  readonly maxProperties?: number;
}
