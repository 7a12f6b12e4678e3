import { DETAIL } from './detail.js';
import type { JsonSchema } from './json-schema.js';
import { EACH } from './list-of-any.js';
import { OVERRIDE } from './schema-override.js';

// This module is for the build only.

/**
 * Makes the source text of `validators.Place`: for each place of a request, what may be wrong there. See `report.ts`.
 */
export class PlaceSources {
  readonly #names = new Map<string, string>();

  constructor(private readonly schemas: Readonly<Record<string, JsonSchema>>) {}

  /** The schemas of single values, by the name under which a place calls their validator. */
  get checks(): Record<string, JsonSchema> {
    return Object.fromEntries([...this.#names].map(([text, name]) => [name, JSON.parse(text) as JsonSchema]));
  }

  of(schema: JsonSchema): string {
    const detail = (schema[DETAIL] as string | undefined) ?? 'is not valid';
    const words = `detail:${quoted(`${capitalised(detail)}.`)},missing:${quoted(`Is missing: ${detail}.`)}`;
    return `{${words},${this.#kind(schema)}}`;
  }

  #kind(schema: JsonSchema): string {
    const { $ref, properties, required = [], propertyNames, additionalProperties } = schema as Known;
    const { items, minItems = 0, maxItems = null, maxProperties = null } = schema as Known;
    if ($ref !== undefined) return this.#kind(this.schemas[$ref.split('/').at(-1)!]!);
    if (properties) {
      const members = Object.entries(properties).map(
        ([name, member]) => `${quoted(name)}:${this.of(member)}`,
      );
      return `object:{required:${JSON.stringify(required)},members:{__proto__:null,${members.join()}}}`;
    }
    if (propertyNames) {
      const names = this.#check({ type: 'string', ...propertyNames });
      const values = this.#check(additionalProperties!);
      return `map:{max:${maxProperties},names:${names},values:${values}}`;
    }
    if (items && Object.keys(items).length > 0) {
      return `list:{min:${minItems},max:${maxItems},items:${this.of(items)}}`;
    }
    return `check:${this.#check(schema)}`;
  }

  /** Returns the name of the validator of a schema. Equal schemas share one validator. */
  #check(schema: JsonSchema): string {
    const { [DETAIL]: _detail, [OVERRIDE]: _readers, [EACH]: _each, ...rest } = schema;
    const text = JSON.stringify(rest);
    const name = this.#names.get(text) ?? `check${this.#names.size}`;
    this.#names.set(text, name);
    return `exports.${name}`;
  }
}

interface Known {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly propertyNames?: JsonSchema;
  readonly additionalProperties?: JsonSchema;
  readonly maxProperties?: number;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
}

const quoted = (text: string): string => JSON.stringify(text);

const capitalised = (text: string): string => text[0]!.toUpperCase() + text.slice(1);
