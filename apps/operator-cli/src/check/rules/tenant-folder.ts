import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { idOfTeamFile, PLATFORM_FILE, teamFileOf, type EnvelopeEntry } from '#tenant-file';
import { TENANTS, TENANTS_DIR } from '../../kustomize/overlay.js';
import type { Path } from '../../kustomize/source-file.js';
import { readFolder } from '../../tenants-dir/folder.js';
import { isSharded, MAX_SHARD, PLATFORM_MAP, SHARD_FILE, shardsOf } from '../../tenants-dir/shards.js';
import type { Fault, SourceRule, Subject } from '../fault.js';

/** Checks the files of a shared overlay and the ConfigMaps that hold them. Kustomize may fail if they don't agree. */
export const shards: SourceRule = function* ({ overlay, layout }) {
  if (!overlay.isShared) return;
  const folder = overlay.tenantsFolder;
  if (!overlay.has(TENANTS)) {
    const { line } = overlay.components.find(({ name }) => name === TENANTS_DIR)!;
    const message = `component ${TENANTS_DIR} has no files; list ${TENANTS} after it`;
    yield { file: overlay.kustomization.path, line, message };
  } else if (!existsSync(join(folder, PLATFORM_FILE))) {
    yield { file: folder, message: `${PLATFORM_FILE} is missing; docs/tenants-dir.md shows one` };
  } else if (!isSharded(folder)) {
    yield {
      file: join(folder, SHARD_FILE),
      message: `isn’t what the files of ${layout.show(folder)} make; npm run tenant:shards -- ${overlay.name} writes it`,
    };
  }
};

/** Checks that the files of a shared overlay agree with each other and fit into ConfigMaps. */
export const tenantFolder: SourceRule = function* (subject) {
  const { overlay } = subject;
  const folder = overlay.tenantsFolder;
  if (!overlay.isShared || !existsSync(join(folder, PLATFORM_FILE))) return;
  yield* unread(subject);
  yield* sizes(folder);
  const { platform, teams } = readFolder(folder);
  if (platform.state !== 'valid') return;
  for (const [id, reading] of teams) {
    if (reading) continue;
    const message = `${PLATFORM_FILE} names no tenant ${id}; add it there, or remove the file`;
    yield { file: join(folder, teamFileOf(id)), line: 1, message };
  }
  for (const [index, envelope] of platform.value.tenants.entries()) {
    if (!teams.has(envelope.id))
      yield inPlatform(
        subject,
        ['tenants', index],
        `tenant ${envelope.id} has no file, so it allows nothing; add ${teamFileOf(envelope.id)}, or remove the tenant`,
      );
    yield* fairness(subject, envelope, index);
  }
};

/** Finds files that look like tenant files but that no process reads. */
function* unread({ overlay }: Subject): Iterable<Fault> {
  const folder = overlay.tenantsFolder;
  for (const { path } of overlay.own) {
    if (!path.startsWith(`${folder}/`)) continue;
    const name = basename(path);
    const isRead = [SHARD_FILE, PLATFORM_FILE].includes(name) || idOfTeamFile(name) !== undefined;
    if (isRead && dirname(path) === folder) continue;
    const message = `the service does not read this file: it reads only ${PLATFORM_FILE} and ID.tenant.yaml, and no folder below; rename, move or remove it`;
    yield { file: path, message };
  }
}

function* sizes(folder: string): Iterable<Fault> {
  for (const [name, files] of shardsOf(folder)) {
    const bytes = files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
    if (bytes <= MAX_SHARD) continue;
    const what = name === PLATFORM_MAP ? 'has' : `and the other files of ${name} have`;
    const message = `${what} ${Math.ceil(bytes / 1024)} KiB, and a ConfigMap holds ${MAX_SHARD / 1024}; move tenants to another shared overlay`;
    yield { file: join(folder, files[0]!), message };
  }
}

/** Checks that a ceiling limits what one team can use of the pods that all tenants share. */
function* fairness(subject: Subject, { id, ceilings }: EnvelopeEntry, index: number): Iterable<Fault> {
  if (ceilings?.allCallers?.requestsPerSecond !== undefined) return;
  yield inPlatform(
    subject,
    ['tenants', index, 'ceilings'],
    `no limit keeps tenant ${id} from using up the pods that all tenants share; set ceilings: { allCallers: { requestsPerSecond: 500 } }`,
  );
}

function inPlatform({ overlay }: Subject, path: Path, message: string): Fault {
  const file = join(overlay.tenantsFolder, PLATFORM_FILE);
  const source = overlay.own.find((each) => each.path === file);
  return { file, line: source?.lineOf(path) ?? source?.lineOf(path.slice(0, 2)), message };
}
