/** The times that control the caching of keys, in milliseconds. */
export interface Freshness {
  /** The age from which keys are reloaded in the background while they are still used. */
  readonly staleAfter: number;
  /** The age from which keys are not used before a reload was tried. A removed key may be accepted for this long. */
  readonly maxAge: number;
  /**
   * The age up to which keys are still used while reloading fails, so that an issuer's outage does not affect this
   * service.
   */
  readonly staleIfError: number;
  /** The pause between failing attempts. */
  readonly retryAfter: number;
  /**
   * The pause between searches for keys that tokens name but the issuer does not have. Any client can send such tokens.
   */
  readonly cooldown: number;
  /** The timeout of one attempt, including discovery. */
  readonly timeout: number;
}
