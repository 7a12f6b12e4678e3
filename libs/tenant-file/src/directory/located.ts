import type { Finding } from '../checks/findings.js';
import type { YamlSource } from '../checks/yaml-source.js';
import type { Path, ValidationError } from '../tenant-file.errors.js';
import { MAX_ERRORS } from './reading.js';

/** Where a path of a file stands: in which text, by which path there, and how many lines are before that. */
export interface Place {
  readonly source: YamlSource;
  readonly path: Path;
  readonly before: number;
}

/** In the order of the lines; of one line and words, one. */
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
