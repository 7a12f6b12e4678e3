import type validators from '#validators';
import type { FieldError } from '../problems/api-error.js';
import { DETAIL } from './detail.js';

/** What a compiled validator found, for clients: one mistake for each place. */
export function fieldErrors(errors: readonly validators.ValidationError[]): FieldError[] {
  const byPointer = new Map<string, string>();
  for (const error of errors) {
    const pointer = `#${pointerOf(error)}`;
    if (!byPointer.has(pointer)) byPointer.set(pointer, detailOf(error));
  }
  return [...byPointer].map(([pointer, detail]) => ({ pointer, detail }));
}

/** At the member itself where one is missing or too much, and not at the object that should hold it. */
function pointerOf({ instancePath, params, propertyName }: validators.ValidationError): string {
  const member =
    propertyName ?? params['propertyName'] ?? params['missingProperty'] ?? params['additionalProperty'];
  return typeof member === 'string' ? `${instancePath}/${encodeToken(member)}` : instancePath;
}

/** RFC 6901 §6: a pointer in a URI fragment is escaped, then percent-encoded. */
const encodeToken = (token: string): string =>
  encodeURIComponent(token.toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1'));

function detailOf({ keyword, params, parentSchema }: validators.ValidationError): string {
  switch (keyword) {
    case 'required':
      return `Is missing: ${wanted(propertyOf(parentSchema, params['missingProperty'] as string))}.`;
    case 'additionalProperties':
      return 'Is not known here. Remove it, or mend its spelling.';
    default:
      return `${capitalised(wanted(parentSchema))}.`;
  }
}

const propertyOf = (schema: Schema, name: string): Schema =>
  (schema['properties'] as Record<string, Schema>)[name]!;

const wanted = (schema: Schema): string => (schema[DETAIL] as string | undefined) ?? 'is not valid';

const capitalised = (text: string): string => text[0]!.toUpperCase() + text.slice(1);

type Schema = validators.ValidationError['parentSchema'];
