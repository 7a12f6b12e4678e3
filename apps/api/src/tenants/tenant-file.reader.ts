import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { LineCounter, parseDocument } from 'yaml';
import { UnknownCredentialsEntry } from './credentials-entry.js';
import { TenantFileError, lineOf, type Mistake } from './tenant-file.mistakes.js';
import { crossCheck } from './tenant-file.rules.js';
import { TenantFile } from './tenant-file.js';

/**
 * Reads a tenant file whole.
 *
 * @param name how messages call the file
 * @throws TenantFileError with every mistake at once
 */
export function parseTenantFile(text: string, name: string): TenantFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    throw new TenantFileError(
      name,
      document.errors.map((error) => ({
        path: [],
        message: `isn't YAML: ${error.message.split('\n')[0]!.replace(/ at line.*$/, '')}`,
        line: error.linePos?.[0].line,
      })),
    );
  }
  const plain: unknown = document.toJS({ maxAliasCount: 100 });
  const file = typeof plain === 'object' && plain !== null && !Array.isArray(plain) ? plain : {};
  const instance = plainToInstance(TenantFile, file);
  const single = singleMistakes(instance);
  const mistakes = single.length > 0 ? single : crossCheck(instance);
  if (mistakes.length === 0) return instance;
  throw new TenantFileError(
    name,
    mistakes.map((mistake) => ({ ...mistake, line: lineOf(document, lines, mistake.path) })),
  );
}

function singleMistakes(file: TenantFile): Mistake[] {
  const errors = validateSync(file, { whitelist: true, forbidNonWhitelisted: true, stopAtFirstError: true });
  return errors.flatMap((error) => flatten(error, []));
}

function flatten(error: ValidationError, parent: Mistake['path']): Mistake[] {
  const property =
    /^\d+$/.test(error.property) && Array.isArray(error.target) ? Number(error.property) : error.property;
  const path = [...parent, property];
  const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => ({
    path,
    message: rule === 'whitelistValidation' ? 'is no setting; remove it, or mend its spelling' : message,
  }));
  return [...own, ...childrenOf(error).flatMap((child) => flatten(child, path))];
}

/** Where the type of credentials is unknown, its other fields can't be judged. */
function childrenOf({ children = [], value }: ValidationError): ValidationError[] {
  return value instanceof UnknownCredentialsEntry
    ? children.filter(({ property }) => property === 'type')
    : children;
}
