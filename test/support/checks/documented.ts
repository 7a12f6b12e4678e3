import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

interface Response {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

export interface OpenApi {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: {
    readonly headers: Record<string, { readonly required?: boolean }>;
    readonly responses: Record<string, ResponseObject>;
    readonly schemas: Record<string, object>;
  };
}

export interface Operation {
  readonly operationId: string;
  readonly security?: readonly unknown[];
  readonly parameters: readonly {
    readonly in?: string;
    readonly name?: string;
    readonly examples?: Examples;
  }[];
  readonly requestBody?: {
    readonly content: { readonly 'application/json': { readonly examples: Examples } };
  };
  readonly responses: Record<string, ResponseObject | { readonly $ref: string }>;
}

export type Examples = Record<string, { readonly summary: string; readonly value: unknown }>;

interface Content {
  readonly schema: object;
  readonly examples?: Record<string, unknown>;
}

interface ResponseObject {
  readonly headers: Record<string, { readonly $ref: string }>;
  readonly content?: Record<string, Content>;
}

/** Checks answers against an OpenAPI document: status, media type, header fields, and every member of the body. */
export class Documented {
  readonly #ajv: Ajv2020;
  readonly #validators = new Map<object, ValidateFunction>();

  constructor(private readonly document: OpenApi) {
    this.#ajv = new Ajv2020({
      strict: false, // OpenAPI has its own keywords
      allErrors: true,
      formats: {
        int64: true,
        uri: (text) => URL.canParse(text),
        'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
      },
    });
    const schemas = Object.entries(document.components.schemas).map(([name, schema]) => [
      name,
      { ...('properties' in schema && { additionalProperties: false }), ...schema }, // stricter than the document: no further members
    ]);
    this.#ajv.addSchema({ components: { schemas: Object.fromEntries(schemas) as object } }, 'openapi');
  }

  operations(): (Operation & { readonly path: string; readonly method: string })[] {
    return Object.entries(this.document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        ...operation,
        path,
        method: method.toUpperCase(),
      })),
    );
  }

  /** Returns the parts of the answer that the document doesn't allow. */
  errors(operation: Operation, { status, headers, text }: Response): string[] {
    const response = this.#resolve(operation.responses[status]);
    if (!response) return [`${operation.operationId}: status ${status} is not documented`];
    const { headers: known } = this.document.components;
    const missing = Object.keys(response.headers).filter(
      (name) => known[name]!.required && !(name in headers),
    );
    const mediaType = String(headers['content-type']).split(';')[0]!;
    const content = response.content?.[mediaType];
    const isEmpty = text === '' && !response.content;
    const undocumented = isEmpty ? [] : [`${mediaType} is not documented`];
    const wrong = content ? this.#errorsOf(content, JSON.parse(text)) : undocumented;
    return [...missing.map((name) => `no ${name}`), ...wrong].map(
      (error) => `${operation.operationId} ${status}: ${error}`,
    );
  }

  #resolve(response: ResponseObject | { readonly $ref: string } | undefined): ResponseObject | undefined {
    if (!response || !('$ref' in response)) return response;
    return this.document.components.responses[response.$ref.split('/').at(-1)!];
  }

  /** Returns the errors of a body. For a refusal, the document's examples list the possible codes. */
  #errorsOf({ schema, examples }: Content, value: unknown): string[] {
    const { code } = (value ?? {}) as { readonly code?: string };
    const isKnown = code === undefined || examples === undefined || code in examples;
    return [...(isKnown ? [] : [`/code ${code} is not documented`]), ...this.#errors(schema, value)];
  }

  #errors(schema: object, value: unknown): string[] {
    let validate = this.#validators.get(schema);
    if (!validate) {
      const absolute = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"openapi#/')) as object;
      this.#validators.set(schema, (validate = this.#ajv.compile(absolute)));
    }
    if (validate(value)) return [];
    return validate.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`);
  }
}
