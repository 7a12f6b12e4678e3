import { invalidArgument } from '../answers/s3-error.js';
import { RESPONSE_OVERRIDES } from '../gate/operations.js';

/**
 * Returns the headers that a signed GetObject or HeadObject asks for by its `response-…` parameters.
 *
 * @throws S3Error `InvalidArgument` for a value that can't be a header
 */
export function responseOverrides(parameters: ReadonlyMap<string, string>): Record<string, string> {
  const overrides: Record<string, string> = {};
  for (const parameter of RESPONSE_OVERRIDES) {
    const value = parameters.get(parameter);
    if (value === undefined) continue;
    if (!FIELD_VALUE.test(value)) {
      throw invalidArgument('Header value cannot be represented using ISO-8859-1.');
    }
    overrides[parameter.slice('response-'.length)] = value;
  }
  return overrides;
}

/** A field value (RFC 9110 §5.5), as bytes of ISO 8859-1. */
const FIELD_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;
