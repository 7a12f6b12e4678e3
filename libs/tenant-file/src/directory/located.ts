import type { Finding } from '../checks/findings.js';
import type { YamlSource } from '../checks/yaml-source.js';
import type { Path, ValidationError } from '../tenant-file.errors.js';
import { MAX_ERRORS } from './reading.js';

/**
 * The place of a path: the text that contains it, the path within that text, and the number of lines before that text.
 */
export interface Place {
  readonly source: YamlSource;
  readonly path: Path;
  readonly before: number;
}

/** Returns the errors with their lines, in the order of lines. Errors with the same line and message become one. */
export function locate(findings: readonly Finding[], placeOf: (path: Path) => Place): ValidationError[] {
  const seen = new Set<string>();
  return findings
    .slice(0, MAX_ERRORS)
    .map(({ path, message, offset }) => {
      const { source, path: inside, before } = placeOf(path);
      return { path, message, line: before + source.lineOf(offset ?? source.offsetOf(inside)) };
    })
    .sort((one, other) => one.line - other.line)
    .filter(({ path, message, line }) => {
      const key = JSON.stringify([line, path.at(-1), message]);
      return !seen.has(key) && seen.add(key);
    });
}
