/** The lifetime of a URL if the tenant file has none, in seconds. */
export const DEFAULT_EXPIRES_IN = 900;
export const DEFAULT_MAX_EXPIRES_IN = 3600;
/** The number of sessions that each pod keeps if `attribution` has none. */
export const DEFAULT_MAX_SESSIONS = 1000;
export const DEFAULT_NEW_SESSIONS = 10;
