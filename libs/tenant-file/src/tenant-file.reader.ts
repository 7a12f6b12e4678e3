import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { Findings } from './checks/findings.js';
import { IssuerNames, checkIssuers } from './checks/issuers.js';
import { FileNode } from './checks/place.js';
import { checkSingleValues } from './checks/single-values.js';
import { checkTenants } from './checks/tenants.js';
import { YamlSource } from './checks/yaml-source.js';
import { shareParts } from './shared-parts.js';
import { TenantFileError, type ValidationError } from './tenant-file.errors.js';
import { TenantFile } from './tenant-file.js';

/**
 * Reads a whole tenant file.
 *
 * @param name the name of the file in messages
 * @throws TenantFileError with every error at once
 */
export function parseTenantFile(text: string, name: string): TenantFile {
  const source = new YamlSource(text);
  const findings = new Findings();
  const file = checked(source.toPlain(findings), findings);
  if (file && findings.all.length === 0) {
    shareParts(file.tenants);
    return file;
  }
  throw new TenantFileError(name, locate(findings, source));
}

function checked(plain: unknown, findings: Findings): TenantFile | undefined {
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) {
    const message =
      plain === undefined || plain === null
        ? 'is empty; begin with "version: 1", then name issuers and tenants'
        : 'must be an object with version, issuers and tenants';
    if (findings.all.length === 0) findings.add({ path: [], message });
    return undefined;
  }
  const file = plainToInstance(TenantFile, plain);
  checkSingleValues(file, findings);
  const top = new FileNode(file, [], findings);
  checkIssuers(top.at('issuers'));
  checkTenants(top.at('tenants'), new IssuerNames(top.at('issuers')));
  return file;
}

/**
 * Returns the errors with their lines, in the order of the text. An error in a value that aliases repeat is reported
 * once.
 */
function locate(findings: Findings, source: YamlSource): ValidationError[] {
  const seen = new Set<string>();
  return findings.all
    .map((finding) => ({ ...finding, offset: finding.offset ?? source.offsetOf(finding.path) }))
    .sort((one, other) => one.offset - other.offset)
    .filter(({ path, message, offset }) => {
      const key = JSON.stringify([offset, path.at(-1), message]);
      return !seen.has(key) && seen.add(key);
    })
    .map(({ path, message, offset }) => ({ path, message, line: source.lineOf(offset) }));
}
