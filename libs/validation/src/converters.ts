import { EQUALS, IS_IN, IS_OBJECT, IS_RFC_3339, IS_URL, MATCHES, MAX, MIN } from 'class-validator';
import {
  defaultConverters,
  type SchemaConverter,
} from 'class-validator-jsonschema/build/defaultConverters.js';
import { DETAIL } from './detail.js';
import { IS_STRING_MAP, type StringMapRule } from './is-string-map.js';
import { EACH, LIST_OF_ANY, type ListOfAnyRule } from './list-of-any.js';
import { NEVER } from './never.js';
import { SCHEMA_OVERRIDE, OVERRIDE } from './schema-override.js';

type Metadata = Parameters<SchemaConverter>[0];
type Converted = ReturnType<SchemaConverter>;

/** Converters that replace those of class-validator-jsonschema whose schema is missing, incomplete or too strict. */
const OWN: Record<string, SchemaConverter> = {
  [EQUALS]: ({ constraints }) => oneOf([constraints[0]]),
  [IS_IN]: ({ constraints }) => oneOf(constraints[0] as readonly unknown[]),
  [SCHEMA_OVERRIDE]: ({ constraints }) => ({ [OVERRIDE]: constraints[0] as object }),
  [IS_OBJECT]: () => ({ type: 'object' }),
  [IS_RFC_3339]: () => ({ type: 'string', format: 'date-time' }),
  [IS_URL]: () => ({ type: 'string', format: 'uri' }),
  [MATCHES]: (metadata) => ({ type: 'string', pattern: patternOf(metadata.constraints[0] as RegExp) }),
  [MAX]: ({ constraints }) => ({ maximum: constraints[0] as number }), // not the type: 1.5 is below 2
  [MIN]: ({ constraints }) => ({ minimum: constraints[0] as number }),
  [LIST_OF_ANY]: ({ constraints }) => {
    const { of, discriminator, min, max } = constraints[0] as ListOfAnyRule;
    const classes = Object.entries(of()).map(([value, { name }]) => [value, name]);
    return {
      type: 'array',
      items: {},
      ...(min !== undefined && { minItems: min }),
      ...(max !== undefined && { maxItems: max }),
      [EACH]: { classes: Object.fromEntries(classes) as object, discriminator },
    };
  },
  [NEVER]: () => ({ not: {} }),
  [IS_STRING_MAP]: (metadata) => {
    const { names, values, maxEntries } = metadata.constraints[0] as StringMapRule;
    return {
      type: 'object',
      propertyNames: withDetail({ pattern: patternOf(names) }, metadata),
      additionalProperties: withDetail({ type: 'string', pattern: patternOf(values) }, metadata),
      ...(maxEntries !== undefined && { maxProperties: maxEntries }),
    };
  },
};

/**
 * Returns a schema that allows these values, all of one type. The library's own converters declare integers as
 * `number`.
 */
function oneOf(values: readonly unknown[]): Converted {
  const type = values.every(Number.isInteger) ? 'integer' : (typeof values[0] as 'string' | 'boolean');
  return { type, enum: [...values] };
}

/** The converter of each decorator of class-validator to JSON Schema. The schema includes the decorator's message. */
export const CONVERTERS: Record<string, SchemaConverter> = Object.fromEntries(
  Object.entries({ ...defaultConverters, ...OWN }).map(([type, converter]) => [
    type,
    (metadata, options) =>
      withDetail(typeof converter === 'function' ? converter(metadata, options) : converter, metadata),
  ]),
);

function withDetail<T extends Converted>(schema: T, { message }: Metadata): T {
  return typeof message === 'string' ? { ...schema, [DETAIL]: message } : schema;
}

/**
 * Returns the pattern of a regular expression. JSON Schema has no flags, and validators read every pattern as with `u`
 * (2020-12 Core §6.4).
 */
function patternOf({ source, flags }: RegExp): string {
  if (flags.replace('u', '') !== '') throw new Error(`/${source}/${flags} has flags that JSON Schema lacks`);
  return source;
}
