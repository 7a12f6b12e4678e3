import { parseTenantFile, TenantFileError } from '#tenant-file';
import { GENERATOR, TENANT_FILE, type Overlay } from '../kustomize/overlay.js';
import type { Path } from '../kustomize/source-file.js';
import type { Place } from './locate.js';
import { faultsOf, NO_TENANTS, type OverlayTenants } from './overlay-tenants.js';
import { tenantsOfFolder } from './tenants-of-folder.js';

/** Reads the tenant file of an overlay, or the folder of a shared one. */
export function readTenants(overlay: Overlay): OverlayTenants {
  return overlay.isShared ? tenantsOfFolder(overlay) : tenantsOfFile(overlay);
}

function tenantsOfFile(overlay: Overlay): OverlayTenants {
  const source = overlay.tenantFile;
  if (source === undefined) {
    if (overlay.tenantFilePath !== undefined) return NO_TENANTS; // a missing file is reported by another rule
    const message = `generates no ConfigMap ${GENERATOR} from a file ${TENANT_FILE}; add configMapGenerator: [{ name: ${GENERATOR}, behavior: merge, files: [${TENANT_FILE}] }]`;
    const line = overlay.kustomization.lineOf(['configMapGenerator']);
    return { ...NO_TENANTS, errors: [{ file: overlay.kustomization.path, line, message }] };
  }
  const file = source.path;
  const placeOf = (path: Path): Place => ({ file, line: source.lineOf(path) });
  try {
    return { tenants: parseTenantFile(source.text, file), errors: [], placeOf };
  } catch (error) {
    if (!(error instanceof TenantFileError)) throw error;
    return { ...NO_TENANTS, errors: faultsOf(error.errors, file) };
  }
}
