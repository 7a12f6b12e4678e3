const KEPT = 'token';

/** Whom a token speaks for. */
export interface Access {
  readonly token: string;
  readonly tenants: readonly string[];
}

/**
 * The token of the fragment, as `npm start` prints the address; else the one of this tab. It leaves the address bar at
 * once, and the tab with its end.
 */
export function findAccess(): Access | undefined {
  const fragment = location.hash.slice(1);
  if (fragment !== '') {
    history.replaceState(null, '', location.pathname);
    return keepAccess(fragment);
  }
  const kept = sessionStorage.getItem(KEPT);
  return kept === null ? undefined : accessOf(kept);
}

/** @returns `undefined` for what is no token of this machine, or has ended */
export function keepAccess(token: string): Access | undefined {
  const access = accessOf(token);
  if (access) sessionStorage.setItem(KEPT, token);
  return access;
}

export const forgetAccess = (): void => sessionStorage.removeItem(KEPT);

/** RFC 7519; the API verifies it, this only reads. */
function accessOf(token: string): Access | undefined {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const { tenants } = JSON.parse(atob(payload)) as { tenants?: unknown };
    return Array.isArray(tenants) ? { token, tenants: tenants.map(String) } : undefined;
  } catch {
    return undefined;
  }
}
