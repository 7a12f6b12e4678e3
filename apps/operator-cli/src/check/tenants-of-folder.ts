import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { OF_TEAMS, PLATFORM_FILE, TenantFile, teamFileOf } from '#tenant-file';
import type { Overlay } from '../kustomize/overlay.js';
import type { Path } from '../kustomize/source-file.js';
import { readFolder } from '../tenants-dir/folder.js';
import type { Place } from './locate.js';
import { faultsOf, NO_TENANTS, type OverlayTenants } from './overlay-tenants.js';

/** Returns the tenants of a shared overlay, from platform.yaml and each team's file, as if they were in one file. */
export function tenantsOfFolder(overlay: Overlay): OverlayTenants {
  const folder = overlay.tenantsFolder;
  const platformFile = join(folder, PLATFORM_FILE);
  if (!existsSync(platformFile)) return NO_TENANTS; // reported by another rule
  const { platform, teams } = readFolder(folder);
  if (platform.state !== 'valid') return { ...NO_TENANTS, errors: faultsOf(platform.errors, platformFile) };
  const { version, issuers, tenants } = platform.value;
  const served = tenants.flatMap(({ id }, index) => {
    const reading = teams.get(id);
    return reading?.state === 'valid' ? [{ index, tenant: reading.value }] : [];
  });
  const errors = [...teams].flatMap(([id, reading]) =>
    reading && reading.state !== 'valid' ? faultsOf(reading.errors, join(folder, teamFileOf(id))) : [],
  );
  const lineIn = (file: string, path: Path): Place => ({
    file,
    line: overlay.own.find((source) => source.path === file)?.lineOf(path),
  });
  return {
    tenants: Object.assign(new TenantFile(), {
      version,
      issuers,
      tenants: served.map(({ tenant }) => tenant),
    }),
    errors,
    placeOf: (path) => {
      const [list, at, ...setting] = path;
      if (list !== 'tenants' || typeof at !== 'number') return lineIn(platformFile, path);
      const { index, tenant } = served[at]!;
      const isOfTeam = OF_TEAMS.names.has(String(setting[0]));
      return isOfTeam
        ? lineIn(join(folder, teamFileOf(tenant.id)), setting)
        : lineIn(platformFile, [list, index, ...setting]);
    },
  };
}
