import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describeError, PlatformReader, readTeamFile, type Reading } from '#tenant-file';

const PLATFORM = 'platform.yaml';
const OF_TEAM = /^(.+)\.tenant\.yaml$/;

/** What a folder of tenant files holds, and what is wrong with it. */
export interface FolderVerdict {
  readonly tenants: number;
  readonly issuers: number;
  readonly errors: readonly string[];
}

/** Checks `platform.yaml`, and in its terms each team’s file. @throws what reading a file throws */
export function checkFolder(folder: string): FolderVerdict {
  const path = join(folder, PLATFORM);
  const platform = runToEnd(new PlatformReader().read(readFileSync(path, 'utf8')));
  if (platform.state !== 'valid')
    return { tenants: 0, issuers: 0, errors: platform.errors.map((error) => describeError(path, error)) };
  const { tenants, issuers } = platform.value;
  const envelopes = new Map(tenants.map((entry) => [entry.id, entry]));
  const errors: string[] = [];
  for (const name of readdirSync(folder).toSorted()) {
    const id = OF_TEAM.exec(name)?.[1];
    if (id === undefined) continue;
    const file = join(folder, name);
    const envelope = envelopes.get(id);
    if (!envelope)
      errors.push(`${file}:1: ${PLATFORM} names no tenant ${id}; add it there, or remove the file`);
    else errors.push(...errorsOf(readTeamFile(readFileSync(file, 'utf8'), envelope), file));
  }
  return { tenants: tenants.length, issuers: issuers.length, errors };
}

const errorsOf = (reading: Reading<unknown>, file: string): string[] =>
  reading.state === 'valid' ? [] : reading.errors.map((error) => describeError(file, error));

function runToEnd<T>(steps: Generator<void, T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}
