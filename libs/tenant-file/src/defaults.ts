/** Seconds, where the tenant file says nothing. */
export const DEFAULT_EXPIRES_IN = 900;
export const DEFAULT_MAX_EXPIRES_IN = 3600;
/** Of `attribution`, per pod. */
export const DEFAULT_MAX_SESSIONS = 1000;
export const DEFAULT_NEW_SESSIONS = 10;
