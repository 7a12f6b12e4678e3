import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { parseTenantFile, TenantFileError } from '#tenant-file';
import type { Target } from '../target.js';
import { altered } from '../text.js';

const EXAMPLE = readFileSync(join(import.meta.dirname, '../../../docs/tenant-file.example.yaml'), 'utf8');
const letters = fc.oneof(
  fc.constantFrom(
    '&a ',
    '*a',
    '<<: ',
    '!!binary ',
    '? ',
    '- ',
    ': ',
    '\n',
    '\t',
    '{',
    '[',
    '"',
    '|\n',
    '%YAML 1.1\n',
    '---\n',
  ),
  fc.constantFrom('null', '.inf', '0x10', '-1', '1e9', '${sub}', '${/a}', '../', '__proto__: '),
  fc.string({ unit: 'binary', maxLength: 4 }),
);

/**
 * Reads altered tenant files. Each must be valid, or be refused with an error that names the file. No other error may
 * be thrown.
 */
export const target: Target = {
  property: async () =>
    fc.asyncProperty(altered([EXAMPLE], letters), async (text) => {
      try {
        return parseTenantFile(text, 'tenants.yaml').tenants.length > 0;
      } catch (error) {
        if (error instanceof TenantFileError) return error.message.includes('tenants.yaml');
        throw error;
      }
    }) as never,
};
