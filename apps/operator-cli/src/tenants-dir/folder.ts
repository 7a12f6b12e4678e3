import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  idOfTeamFile,
  PLATFORM_FILE,
  PlatformReader,
  readTeamFile,
  type PlatformFile,
  type Reading,
  type TenantEntry,
} from '#tenant-file';

/** The contents of a folder of tenant files. */
export interface TenantFolder {
  readonly platform: Reading<PlatformFile>;
  /**
   * The tenant of each file `ID.tenant.yaml`, by id and in the order of ids; `undefined` if the platform names no such
   * tenant.
   */
  readonly teams: ReadonlyMap<string, Reading<TenantEntry> | undefined>;
}

/** Reads `platform.yaml`, and each team’s file in its terms. @throws what reading a file throws */
export function readFolder(folder: string): TenantFolder {
  const platform = runToEnd(new PlatformReader().read(readFileSync(join(folder, PLATFORM_FILE), 'utf8')));
  if (platform.state !== 'valid') return { platform, teams: new Map() };
  const envelopes = new Map(platform.value.tenants.map((entry) => [entry.id, entry]));
  const teams = teamFilesIn(folder).map(([name, id]) => {
    const envelope = envelopes.get(id);
    return [id, envelope && readTeamFile(readFileSync(join(folder, name), 'utf8'), envelope)] as const;
  });
  return { platform, teams: new Map(teams) };
}

/** Returns the names of the teams’ files, each with its id, in the order of ids. */
export function teamFilesIn(folder: string): (readonly [name: string, id: string])[] {
  return readdirSync(folder)
    .toSorted()
    .flatMap((name) => {
      const id = idOfTeamFile(name);
      return id === undefined ? [] : [[name, id] as const];
    });
}

function runToEnd<T>(steps: Generator<void, T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}
