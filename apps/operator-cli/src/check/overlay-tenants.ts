import { formatPath, type TenantFile, type TenantFileError } from '#tenant-file';
import type { Path } from '../kustomize/source-file.js';
import type { Fault } from './fault.js';
import type { Place } from './locate.js';

/** The tenants that an overlay serves, and the place of each of their settings. */
export interface OverlayTenants {
  /** The valid tenants; `undefined` if there are none. */
  readonly tenants: TenantFile | undefined;
  readonly errors: readonly Fault[];
  /** Returns the place of a setting. @param path the path of a setting in `tenants` */
  readonly placeOf: (path: Path) => Place;
}

export const NO_TENANTS: OverlayTenants = {
  tenants: undefined,
  errors: [],
  placeOf: () => {
    throw new Error('There are no tenants.');
  },
};

/** Returns the validation errors of a tenant file as faults. */
export const faultsOf = (errors: TenantFileError['errors'], file: string): Fault[] =>
  errors.map(({ path, line, message }) => ({ file, line, message: `${formatPath(path)} ${message}`.trim() }));
