import 'reflect-metadata';
import { createRequire } from 'node:module';
import { validationMetadatasToSchemas } from 'class-validator-jsonschema';
import type { ISchemaConverters } from 'class-validator-jsonschema/build/defaultConverters.js';
import { IS_STRING_MAP, type StringMapRule } from './is-string-map.js';

// For the build and for tests: production carries the result and none of this.

export interface JsonSchema {
  readonly [keyword: string]: unknown;
}

const { defaultMetadataStorage } = createRequire(import.meta.url)('class-transformer/cjs/storage.js') as {
  defaultMetadataStorage: never;
};

/** JSON Schemas by class name, made of class-validator's metadata: nothing is said twice. */
export function requestSchemas(): Record<string, JsonSchema> {
  const schemas = validationMetadatasToSchemas({
    classTransformerMetadataStorage: defaultMetadataStorage,
    refPointerPrefix: '#/components/schemas/',
    additionalConverters: CONVERTERS,
  }) as Record<string, JsonSchema>;
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, { ...schema, additionalProperties: false }]),
  );
}

const CONVERTERS: ISchemaConverters = {
  [IS_STRING_MAP]: ({ constraints }) => {
    const { names, values, maxEntries } = (constraints as [StringMapRule])[0];
    return {
      type: 'object',
      propertyNames: { pattern: names.source },
      additionalProperties: { type: 'string', pattern: values.source },
      maxProperties: maxEntries,
    };
  },
};
