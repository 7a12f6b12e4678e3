import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { checkCeilings } from '../checks/ceilings.js';
import { Findings } from '../checks/findings.js';
import { isValid } from '../checks/is-valid.js';
import { IssuerNames } from '../checks/issuers.js';
import { FileNode } from '../checks/place.js';
import { plainCopy } from '../checks/plain-copy.js';
import { checkSingleValues } from '../checks/single-values.js';
import { checkTeam } from '../checks/tenants.js';
import { YamlSource } from '../checks/yaml-source.js';
import type { LimitsEntry } from '../entries/limits-entry.js';
import { TenantEntry, type TenantEnvelope } from '../tenant-file.js';
import { within } from './limit-order.js';
import { locate } from './located.js';
import { OF_PLATFORM, reportForeign } from './owners.js';
import { plainYaml } from './plain-yaml.js';
import type { EnvelopeEntry } from './platform-file.js';
import type { Reading } from './reading.js';
import { TeamFile } from './team-file.js';

/**
 * The maximum number of values in a team’s file. Checking a value takes some microseconds, during which requests of
 * other tenants wait.
 */
const MAX_VALUES = 10_000;

/** Reads `ID.tenant.yaml` for the tenant of this envelope. */
export function readTeamFile(text: string, envelope: EnvelopeEntry): Reading<TenantEntry> {
  const quick = plainYaml(text);
  if (isObject(quick) && countValues(quick) <= MAX_VALUES) {
    const entry = entryOf(plainToInstance(TeamFile, plainCopy(quick) as object), envelope);
    if (entry) return { state: 'valid', value: entry };
  }
  return explain(text, envelope);
}

/** Returns the tenant of a file; `undefined` if there are errors. */
function entryOf(file: TeamFile, envelope: EnvelopeEntry): TenantEntry | undefined {
  if (!isValid(file)) return undefined;
  const findings = new Findings();
  const entry = tenantOf(envelope, file);
  checkTogether(file, envelope, entry, findings);
  return findings.all.length === 0 ? entry : undefined;
}

/** Checks the file again to get the errors with their lines. */
function explain(text: string, envelope: EnvelopeEntry): Reading<TenantEntry> {
  const source = new YamlSource(text);
  const findings = new Findings();
  const placeOf = (path: readonly (string | number)[]) => ({ source, path, before: 0 });
  const plain = source.toPlain(findings);
  if (!isObject(plain)) {
    const message = 'must be an object with version and grants';
    if (findings.all.length === 0) findings.add({ path: [], message });
    return { state: 'unreadable', errors: locate(findings.all, placeOf) };
  }
  if (countValues(plain) > MAX_VALUES) {
    const message = `has more than ${MAX_VALUES} values; use fewer grants, or prefixes with claims`;
    findings.add({ path: [], message });
    return { state: 'refused', plain, errors: locate(findings.all, placeOf) };
  }
  const file = plainToInstance(TeamFile, plain);
  reportForeign(plain, OF_PLATFORM, [], findings);
  checkSingleValues(file, findings);
  const entry = tenantOf(envelope, file);
  checkTogether(file, envelope, entry, findings);
  if (findings.all.length === 0) return { state: 'valid', value: entry };
  return { state: 'refused', plain, errors: locate(findings.all, placeOf) };
}

/** Checks that a team’s file fits the envelope. Limits are checked as they are written, before they are narrowed. */
function checkTogether(
  file: TeamFile,
  envelope: EnvelopeEntry,
  entry: TenantEntry,
  findings: Findings,
): void {
  const top = new FileNode(Object.assign(new TenantEntry(), entry, { limits: file.limits }), [], findings);
  checkTeam(top, namesOf(envelope));
  checkCeilings(top.at('limits'), envelope.ceilings);
}

/** Returns the issuers that a grant may name: those of the envelope, which are known to exist. */
const namesOf = ({ issuers }: TenantEnvelope): IssuerNames =>
  new IssuerNames(
    new FileNode(
      issuers.map((name) => ({ name })),
      [],
      new Findings(),
    ),
  );

/** Returns whether a grant that was valid before is valid under this envelope. */
export function isValidGrant(grant: TenantEntry['grants'][number], entry: TenantEntry): boolean {
  const findings = new Findings();
  const alone = Object.assign(new TenantEntry(), entry, { grants: [grant] });
  checkTeam(new FileNode(alone, [], findings), namesOf(entry));
  return findings.all.length === 0;
}

/** Returns the tenant that is served: the platform’s settings, and the team’s within the ceilings. */
export function tenantOf(
  { ceilings, ...envelope }: EnvelopeEntry,
  { limits, cors, grants }: Pick<TenantEntry, 'cors' | 'grants'> & { limits?: LimitsEntry | undefined },
): TenantEntry {
  const narrowed = isObject(limits) || limits === undefined ? within(limits, ceilings) : limits;
  return Object.assign(
    new TenantEntry(),
    envelope,
    narrowed !== undefined && { limits: narrowed },
    cors !== undefined && { cors },
    { grants },
  );
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Counts values, and stops when there are too many. */
function countValues(root: unknown): number {
  let count = 0;
  const open = [root];
  while (open.length > 0 && count <= MAX_VALUES) {
    const value = open.pop();
    count++;
    if (typeof value === 'object' && value !== null) open.push(...Object.values(value));
  }
  return count;
}
