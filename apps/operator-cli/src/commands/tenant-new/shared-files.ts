import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSeq, parseDocument } from 'yaml';
import { PLATFORM_FILE, teamFileOf } from '#tenant-file';
import { writeShards } from '../../tenants-dir/shards.js';
import type { SharedOverlay } from './shared-request.js';
import type { TenantRequest } from './tenant-request.js';
import { chained, direct, indented, platformSettings, teamSettings } from './tenant-settings.js';

/**
 * The initial ceiling of a tenant's requests per second, over all its callers, because other tenants use the same pods.
 */
const CEILING = 500;

/**
 * Adds a tenant to the files of a shared overlay: an entry at the end of platform.yaml, whose other lines stay as they
 * are, and a file for the team.
 *
 * @returns `added`; `same` if the tenant was there already; otherwise the reason why it was not added
 */
export function addTenant(request: TenantRequest, shared: SharedOverlay): 'added' | 'same' | (string & {}) {
  const folder = shared.overlay.tenantsFolder;
  const [platformFile, teamFile] = [join(folder, PLATFORM_FILE), join(folder, teamFileOf(request.name))];
  const platform = readFileSync(platformFile, 'utf8');
  const team = `# yaml-language-server: $schema=../../../../../docs/team-file.schema.json\nversion: 1\n${teamSettings(request.terms)}`;
  const entry = entryOf(request, shared);
  if (isTaken(request.name, platform) || existsSync(teamFile)) {
    const same = platform.replaceAll(/^ +/gm, '').includes(entry.replaceAll(/^ +/gm, ''));
    if (same && existsSync(teamFile) && readFileSync(teamFile, 'utf8') === team) return 'same';
    return `Tenant ${request.name} exists already, and differs: edit ${PLATFORM_FILE} and ${teamFileOf(request.name)}.`;
  }
  const text = withEntry(platform, entry);
  if (text === undefined)
    return `The list tenants of ${PLATFORM_FILE} must be written as lines that begin with “- ”: rewrite it.`;
  writeFileSync(teamFile, team);
  writeFileSync(platformFile, text);
  writeShards(folder);
  return 'added';
}

const isTaken = (name: string, platform: string): boolean =>
  (parseDocument(platform).toJS() as { tenants: { id: string }[] }).tenants.some(({ id }) => id === name);

function entryOf(request: TenantRequest, { issuer, hub }: SharedOverlay): string {
  const { name, roleArn, sourceRoleArn, externalId, terms } = request;
  const credentials =
    request.credentials === 'chained'
      ? chained(roleArn, externalId, [`type: ${hub!.type}`, `roleArn: ${sourceRoleArn}`])
      : direct(roleArn, terms.session);
  return `- id: ${name}
${indented(2, `issuers: [${issuer}]\n${platformSettings(request, credentials)}`)}  ceilings: { maxExpiresIn: ${terms.maxExpiresIn}, allCallers: { requestsPerSecond: ${CEILING} } }
`;
}

/** Adds an entry to the list of tenants. @returns `undefined` if the list isn't in YAML's block style */
function withEntry(platform: string, entry: string): string | undefined {
  const tenants = parseDocument(platform).get('tenants', true);
  if (!isSeq(tenants) || tenants.flow || !tenants.range) return undefined;
  const [start, end] = tenants.range;
  const indent = start - (platform.lastIndexOf('\n', start - 1) + 1);
  const last = platform.slice(0, end).trimEnd().length;
  const newline = platform.indexOf('\n', last);
  const at = newline === -1 ? platform.length : newline + 1;
  const before = platform.slice(0, at);
  return `${before}${before.endsWith('\n') ? '' : '\n'}${indented(indent, entry)}${platform.slice(at)}`;
}
