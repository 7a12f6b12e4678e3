import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { oasdiffProgram } from '../../test/clients/availability.ts';

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
/**
 * The severities of changes. A field that was removed from a request is breaking, because requests with unknown fields
 * are refused. A field that was removed from an answer is breaking, because some client reads it.
 */
const SEVERITY = at('severity.txt');

/**
 * Returns the breaking changes between two OpenAPI files, in oasdiff's words.
 *
 * @returns breaking: whether a client of the first file may fail with the second; allowed: whether the new version
 * number allows breaking changes
 */
export function compare(released, document) {
  const args = ['breaking', released, document, '--fail-on', 'ERR', '--severity-levels', SEVERITY];
  const { status, stdout, stderr, error } = spawnSync(
    oasdiffProgram(process.env),
    [...args, '--allow-external-refs=false', '--color', 'never'],
    { encoding: 'utf8', maxBuffer: 64 * 1024 ** 2 }, // a new minor version may have thousands of changes
  );
  if (status !== 0 && status !== 1) throw new Error(`oasdiff failed: ${error?.message ?? stderr}`);
  const [from, to] = [versionOf(released), versionOf(document)];
  return { breaking: status === 1, allowed: mayBreak(from, to), words: stdout, from, to };
}

const versionOf = (file) => parse(readFileSync(file, 'utf8')).info.version;

/**
 * Returns whether a version number allows breaking changes (Semantic Versioning 2.0.0, 4 and 8): if the major version
 * is higher, or for 0.x the minor version.
 */
function mayBreak(from, to) {
  const [[major, minor], [toMajor, toMinor]] = [from, to].map((version) => version.split('.').map(Number));
  return toMajor > major || (major === 0 && toMajor === 0 && toMinor > minor);
}
