import { type Class, DETAIL, type JsonSchema } from '#validation';
import { SCHEMAS } from '#validation/schemas';
import { CREDENTIALS_CLASSES, UnknownCredentialsEntry } from '../credentials-entry.js';
import { PlatformFile } from '../directory/platform-file.js';
import { TeamFile } from '../directory/team-file.js';
import { TenantFile } from '../tenant-file.js';
import { readEntries, type Entry, type Setting } from './settings.js';

/** Returns the JSON Schema of the tenant file, for editors. It is draft 7, the newest that all of them support. */
export const tenantFileSchema = (): JsonSchema =>
  schemaOfFile('Tenant file', TenantFile, Object.values(CREDENTIALS_CLASSES));

/** Returns the JSON Schema of `platform.yaml`. */
export const platformFileSchema = (): JsonSchema =>
  schemaOfFile('Platform file', PlatformFile, Object.values(CREDENTIALS_CLASSES));

/** Returns the JSON Schema of `ID.tenant.yaml`. */
export const teamFileSchema = (): JsonSchema => schemaOfFile('Team file', TeamFile, []);

/** Returns the schema of a file. @param referred the classes of members that are told apart by their `type` */
function schemaOfFile(title: string, root: Class, referred: readonly Class[]): JsonSchema {
  const [file, ...others] = readEntries([root, ...referred]);
  const definitions = others.map((entry) => [
    publicName(entry.name),
    entry.name === UnknownCredentialsEntry.name ? anyCredentials() : schemaOf(entry),
  ]);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title,
    ...schemaOf(file!),
    definitions: Object.fromEntries(definitions) as JsonSchema,
  };
}

/** Returns the schema of one of the classes of credentials, which are told apart by `type`. */
const anyCredentials = (): JsonSchema => ({
  oneOf: Object.values<Class>(CREDENTIALS_CLASSES).map(({ name }) => ({ $ref: reference(name) })),
});

const schemaOf = ({ meaning, settings }: Entry): JsonSchema => ({
  description: meaning,
  type: 'object',
  properties: Object.fromEntries(settings.map((setting) => [setting.name, propertyOf(setting)])),
  required: settings.filter(({ isRequired }) => isRequired).map(({ name }) => name),
  additionalProperties: false,
});

function propertyOf({ meaning, rule, schema }: Setting): JsonSchema {
  const description = `${meaning} ${rule[0]!.toUpperCase()}${rule.slice(1)}.`.trimStart();
  const own = portable(schema);
  return { description, ...('$ref' in own ? { allOf: [own] } : own) }; // draft 7 ignores keywords beside a $ref
}

/** Returns a schema without our own keyword, and with references within the document. */
function portable(schema: JsonSchema): JsonSchema {
  const { [DETAIL]: _, $ref, ...rest } = schema;
  if (typeof $ref === 'string') return { $ref: reference($ref.slice(SCHEMAS.length)) };
  return Object.fromEntries(
    Object.entries(rest).map(([keyword, value]) => [
      keyword,
      SUBSCHEMAS.has(keyword) ? portable(value as JsonSchema) : value,
    ]),
  );
}

const SUBSCHEMAS = new Set(['items', 'propertyNames', 'additionalProperties']);

const reference = (className: string): string => `#/definitions/${publicName(className)}`;

const publicName = (className: string): string => className.replace(/^Unknown|Entry$/g, '');
