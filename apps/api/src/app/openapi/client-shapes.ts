import type { JsonSchema } from '#validation';
import { SCHEMAS } from '#validation/schemas';
import { byName, type JsonObject } from './json-object.js';

// Shapes that generators of clients need and validators do not: docs/adr/0021 says which, and what broke without them.

type Schemas = Record<string, JsonSchema>;

/** The members that are byte counts. They may exceed 2 GiB: without a format, Java, Kotlin, Rust and Go use 32 bits. */
const IN_BYTES = new Set(['size', 'Size', 'contentLength', 'partSize', 'maxFileSize', 'min', 'max']);

/** Returns the schemas in the form that generators accept: unions have names, integers a width, and only texts are enumerated. */
export function clientShapes(schemas: Schemas): Schemas {
  const { named, unions } = withNamedUnions(schemas);
  const all: Schemas = { ...named, ...unions, UppyMetadata: UPPY_METADATA };
  return byName(Object.keys(all).sort(), (name) => [name, withPlainMembers(all[name]!)]);
}

/**
 * The schema of `metadata[name]=…` in a query: an object of any strings. Generators accept it only with a property of its
 * own.
 */
const UPPY_METADATA: JsonSchema = {
  type: 'object',
  description:
    'The `meta` of the file in Uppy. The object keeps only the fields that the session names in `metadataFields`.',
  properties: { name: { type: 'string', description: 'The name of the file. Uppy always sends it.' } },
};

function withPlainMembers(schema: JsonSchema): JsonSchema {
  const properties = schema['properties'] as Schemas | undefined;
  if (!properties) return schema;
  return {
    ...schema,
    properties: byName(Object.entries(properties), ([name, member]) => [name, plain(name, member)]),
  };
}

function plain(name: string, member: JsonSchema): JsonSchema {
  const { enum: values, ...rest } = member as { enum?: readonly unknown[] };
  const { type } = member as { type?: string };
  if (type === 'integer' && IN_BYTES.has(name)) return { ...member, format: 'int64' };
  if (values === undefined || (type !== 'integer' && type !== 'boolean')) return member;
  if (type === 'boolean') return rest;
  const numbers = values as readonly number[];
  return { ...rest, minimum: Math.min(...numbers), maximum: Math.max(...numbers) };
}

/**
 * Replaces unions within lists. A union with a discriminator becomes a component. Any other union becomes one schema with
 * the members of all its schemas.
 */
function withNamedUnions(schemas: Schemas): { named: Schemas; unions: Schemas } {
  const unions: Schemas = {};
  const merged = new Set<string>();
  const named = byName(Object.entries(schemas), ([owner, schema]) => [
    owner,
    JSON.parse(
      JSON.stringify(schema, (_, value: unknown) => {
        const union = value as { oneOf?: readonly { $ref: string }[]; discriminator?: object } | null;
        if (typeof union !== 'object' || !union?.oneOf) return value;
        const names = union.oneOf.map(({ $ref }) => $ref.slice(SCHEMAS.length));
        const name = owner.replace(/(?:Request|Answer)$/, union.discriminator ? 'Operation' : 'Result');
        unions[name] = union.discriminator
          ? { description: 'An operation to sign. The value of `operation` selects its kind.', ...union }
          : mergedOf(names.map((each) => schemas[each]!));
        if (!union.discriminator) for (const each of names) merged.add(each);
        return { $ref: SCHEMAS + name };
      }),
    ) as JsonSchema,
  ]);
  for (const name of merged) delete named[name];
  return { named, unions };
}

/**
 * Merges schemas. A member is required if all schemas require it. A member of several schemas has the values and the
 * descriptions of all.
 */
function mergedOf(schemas: readonly JsonSchema[]): JsonSchema {
  const properties: Schemas = {};
  for (const schema of schemas) {
    for (const [name, member] of Object.entries(schema['properties'] as Schemas)) {
      properties[name] = name in properties ? bothOf(properties[name]!, member) : member;
    }
  }
  const required = schemas.map((schema) => schema['required'] as readonly string[]);
  return {
    type: 'object',
    description: `${anyOf(schemas)}\n\nIf \`status\` is 200, the result has no \`problem\`. Otherwise it has only \`status\` and \`problem\`.`,
    required: required[0]!.filter((name) => required.every((names) => names.includes(name))),
    properties,
  };
}

function bothOf(one: JsonSchema, other: JsonSchema): JsonSchema {
  const [some, more] = [one, other].map((schema) => schema['enum'] as readonly unknown[] | undefined);
  return {
    ...one,
    description: anyOf([one, other]),
    ...(some && more && { enum: [...new Set([...some, ...more])] }),
  };
}

/** Returns the common description of several schemas, or a list of their descriptions. */
function anyOf(schemas: readonly JsonSchema[]): string {
  const items = new Set(schemas.flatMap(({ description }) => itemsOf(description as string)));
  return items.size === 1 ? [...items][0]! : [ANY_OF, ...items].join(ITEM);
}

const ANY_OF = 'It is one of the following:\n';
const ITEM = '\n- ';

const itemsOf = (description: string): string[] =>
  description.startsWith(ANY_OF) ? description.split(ITEM).slice(1) : [description];

/** Returns the schema of a parameter. A parameter of style `deepObject` refers to a component. */
export const parameterSchema = (schema: JsonObject): JsonObject =>
  schema['type'] === 'object' ? { $ref: `${SCHEMAS}UppyMetadata` } : schema;
