import { readFileSync } from 'node:fs';
import { formatPath, parseTenantFile, TenantFileError } from '#tenant-file';

/** The documentation's example: a valid file that contains everything that tests change. */
export const EXAMPLE = readFileSync(
  new URL('../../../docs/tenant-file.example.yaml', import.meta.url),
  'utf8',
);

export type Edit = readonly [from: string, to: string];

/** Returns the example after some edits. The text to be edited must occur in it. */
export function edited(...edits: readonly Edit[]): string {
  return edits.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`the example has no "${from}"`);
    return text.replace(from, () => to);
  }, EXAMPLE);
}

/** Returns the errors of a text, such as `12: tenants[0].region must be a region, such as eu-west-1`. */
export function errorsIn(text: string): string[] {
  try {
    parseTenantFile(text, 'tenants.yaml');
    return [];
  } catch (error) {
    if (!(error instanceof TenantFileError)) throw error;
    return error.errors.map(({ line, path, message }) => `${line}: ${formatPath(path)} ${message}`);
  }
}

/** Returns the 1-based line of a text in another text; -1 if it does not occur. */
export function lineOf(part: string, text: string): number {
  const start = text.indexOf(part);
  return start === -1 ? -1 : text.slice(0, start).split('\n').length;
}
