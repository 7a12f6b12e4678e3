import { DETAIL, EACH, type JsonSchema, OVERRIDE } from '#validation';
import { SCHEMAS, schemasOf } from '#validation/schemas';
import { CompanionProblem, Problem } from '../../platform/problems/problem.js';
import { requestSchemas } from '../validators/request-schemas.js';
import type { Docstrings } from './docstrings.js';
import type { Handler } from './handlers.js';
import { byName } from './json-object.js';

/**
 * Returns the schemas of all bodies and answers by class name. They have the metadata of the validators and the
 * docstrings as descriptions.
 */
export function componentSchemas(
  handlers: readonly Handler[],
  docstrings: Docstrings,
): Record<string, JsonSchema> {
  const requests = requestSchemas();
  const bodies = Object.keys(schemasOf(handlers.flatMap(({ body }) => body ?? [])));
  const schemas: Record<string, JsonSchema> = {
    ...schemasOf(
      [...handlers.flatMap(({ facts }) => facts.answer ?? []), Problem, CompanionProblem].filter(
        (type) => type !== Object,
      ),
    ),
    ...byName(bodies, (name) => [name, requests[name]!]),
  };
  return byName(Object.keys(schemas).sort(), (name) => [name, published(name, schemas[name]!, docstrings)]);
}

/** Returns the schema of a class with descriptions instead of error messages. Required properties come first. */
export function published(name: string, schema: JsonSchema, docstrings: Docstrings): JsonSchema {
  const { properties = {}, ...rest } = withoutDetail(schema) as { properties?: Record<string, JsonSchema> };
  const required = (schema['required'] ?? []) as string[];
  const optional = Object.keys(properties).filter((member) => !required.includes(member));
  const members = [...required, ...optional].filter((member) => properties[member]![OVERRIDE] !== false);
  return {
    ...rest,
    ...description(docstrings.ofClass(name)),
    properties: byName(members, (member) => [
      member,
      { ...described(properties[member]!), ...description(docstrings.ofMember(name, member)) },
    ]),
  };
}

const description = (text: string | undefined) => text !== undefined && { description: text };

/**
 * Returns a schema for readers: it leaves `type: object` out beside a reference, and lists show what their items
 * may be.
 */
function described(schema: JsonSchema): JsonSchema {
  if (OVERRIDE in schema) return schema[OVERRIDE] as JsonSchema;
  if ('$ref' in schema) return { $ref: schema['$ref'] };
  const { [EACH]: each, ...rest } = schema as { [EACH]?: EachRule };
  return each ? { ...rest, items: oneOf(each) } : schema;
}

interface EachRule {
  readonly classes: Readonly<Record<string, string>>;
  readonly discriminator?: string;
}

/** Returns the schema of a union (OpenAPI 3.1 §4.8.25). */
function oneOf({ classes, discriminator }: EachRule): JsonSchema {
  const references = Object.entries(classes).map(([value, name]) => [value, SCHEMAS + name] as const);
  return {
    oneOf: references.map(([, $ref]) => ({ $ref })),
    ...(discriminator !== undefined && {
      discriminator: { propertyName: discriminator, mapping: Object.fromEntries(references) },
    }),
  };
}

const withoutDetail = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (keyword, member: unknown) => (keyword === DETAIL ? undefined : member)));
