import { Ajv } from 'ajv';
import { tenantFileSchema } from '#tenant-file/schema';

const validate = new Ajv({
  allErrors: true,
  strict: true,
  strictRequired: false,
  strictTypes: false,
}).compile(tenantFileSchema());

/** What an editor would underline. */
export function validateBySchema(file: unknown): string[] {
  return validate(file)
    ? []
    : validate.errors!.map(({ instancePath, message }) => `${instancePath} ${message}`);
}
