/** Seconds, where the tenant file says nothing. */
export const DEFAULT_EXPIRES_IN = 900;
export const DEFAULT_MAX_EXPIRES_IN = 3600;
