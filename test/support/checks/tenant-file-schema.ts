import { Ajv, type ValidateFunction } from 'ajv';
import { tenantFileSchema } from '#tenant-file/schema';

const ajv = new Ajv({ allErrors: true, strict: true, strictRequired: false, strictTypes: false });
const validators = new Map<typeof tenantFileSchema, ValidateFunction>();

/** Returns the errors that an editor would show in a tenant file, or in a file of another of our schemas. */
export function validateBySchema(file: unknown, schema = tenantFileSchema): string[] {
  const validate = validators.get(schema) ?? ajv.compile(schema());
  validators.set(schema, validate);
  return validate(file)
    ? []
    : validate.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`);
}
