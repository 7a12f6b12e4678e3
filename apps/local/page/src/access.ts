const KEPT = 'token';

/** A token and the tenants that it names. */
export interface Access {
  readonly token: string;
  readonly tenants: readonly string[];
}

/**
 * Takes the token from the fragment of the address that `npm start` prints, or otherwise from this tab. The token is
 * removed from the address bar at once. It is kept until the tab is closed.
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

/** Keeps a token for this tab. @returns `undefined` if the text is not a token of this machine */
export function keepAccess(token: string): Access | undefined {
  const access = accessOf(token);
  if (access) sessionStorage.setItem(KEPT, token);
  return access;
}

export const forgetAccess = (): void => sessionStorage.removeItem(KEPT);

/** Reads the claims (RFC 7519). Only the API verifies them. */
function accessOf(token: string): Access | undefined {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const { tenants } = JSON.parse(atob(payload)) as { tenants?: unknown };
    return Array.isArray(tenants) && tenants.length > 0 ? { token, tenants: tenants.map(String) } : undefined;
  } catch {
    return undefined;
  }
}
