import { join } from 'node:path';
import { describeError, PLATFORM_FILE, teamFileOf, type Reading } from '#tenant-file';
import { readFolder } from '../../tenants-dir/folder.js';

/** The tenants in a folder of tenant files, and the faults of the folder. */
export interface FolderVerdict {
  readonly tenants: number;
  readonly issuers: number;
  readonly errors: readonly string[];
}

/** Checks `platform.yaml`, and each team’s file against it. @throws what reading a file throws */
export function checkFolder(folder: string): FolderVerdict {
  const { platform, teams } = readFolder(folder);
  if (platform.state !== 'valid')
    return { tenants: 0, issuers: 0, errors: errorsOf(platform, join(folder, PLATFORM_FILE)) };
  const errors = [...teams].flatMap(([id, reading]) => {
    const file = join(folder, teamFileOf(id));
    const stranger = `${file}:1: ${PLATFORM_FILE} names no tenant ${id}; add it there, or remove the file`;
    return reading ? errorsOf(reading, file) : [stranger];
  });
  return { tenants: platform.value.tenants.length, issuers: platform.value.issuers.length, errors };
}

const errorsOf = (reading: Reading<unknown>, file: string): string[] =>
  reading.state === 'valid' ? [] : reading.errors.map((error) => describeError(file, error));
