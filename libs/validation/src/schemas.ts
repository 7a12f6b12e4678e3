import 'reflect-metadata';
import { createRequire } from 'node:module';
import { ValidationTypes, getMetadataStorage } from 'class-validator';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import type { TypeMetadata } from 'class-transformer';
import { CONVERTERS } from './converters.js';
import { LIST_OF_ANY, type ListOfAnyRule } from './list-of-any.js';
import type { JsonSchema } from './json-schema.js';
import type { Class } from './class.js';

/** The place of schemas in an OpenAPI document. */
export const SCHEMAS = '#/components/schemas/';

// no public path of class-transformer exports its storage
const { defaultMetadataStorage } = createRequire(import.meta.url)('class-transformer/cjs/storage.js') as {
  defaultMetadataStorage: { findTypeMetadata(target: unknown, property: string): TypeMetadata };
};

/**
 * Returns the JSON Schemas of these classes and of the classes nested in them, by class name. They are made from
 * class-validator's metadata, so that no rule is written twice.
 */
export function schemasOf(classes: readonly Class[]): Record<string, JsonSchema> {
  const schemas: Record<string, JsonSchema> = {};
  const add = (type: Class): void => {
    if (type.name in schemas) return;
    schemas[type.name] = schemaOf(type);
    nestedClasses(type).forEach(add);
  };
  classes.forEach(add);
  return schemas;
}

const schemaOf = (type: Class): JsonSchema =>
  targetConstructorToSchema(type, {
    classTransformerMetadataStorage: defaultMetadataStorage as never,
    refPointerPrefix: SCHEMAS,
    additionalConverters: CONVERTERS,
  }) as JsonSchema;

/** Returns the class of the object that a property holds; `undefined` if the property holds no object of a class. */
export function nestedClass(type: Class, property: string): Class | undefined {
  const nested = metadatasOf(type).find(
    (metadata) => metadata.propertyName === property && metadata.type === ValidationTypes.NESTED_VALIDATION,
  );
  return nested && (defaultMetadataStorage.findTypeMetadata(nested.target, property).typeFunction() as Class);
}

const nestedClasses = (type: Class): Class[] => [
  ...[...new Set(metadatasOf(type).map(({ propertyName }) => propertyName))].flatMap(
    (property) => nestedClass(type, property) ?? [],
  ),
  ...itemClasses(type),
];

/** Returns the classes of the items of a class's lists, whose items are validated one by one. */
export const itemClasses = (type: Class): Class[] =>
  metadatasOf(type).flatMap(({ name, constraints }) =>
    name === LIST_OF_ANY ? Object.values((constraints[0] as ListOfAnyRule).of()) : [],
  );

const metadatasOf = (type: Class) => getMetadataStorage().getTargetValidationMetadatas(type, '', true, false);
