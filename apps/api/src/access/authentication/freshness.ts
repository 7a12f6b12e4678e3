/** How long keys may be used, in milliseconds. */
export interface Freshness {
  /** Older keys are looked for again, behind the requests. */
  readonly staleAfter: number;
  /** Older keys are not used until they have been looked for. A removed key may be accepted for this long. */
  readonly maxAge: number;
  /** But while they can't be had, the old ones serve this long: an issuer's outage is not ours. */
  readonly staleIfError: number;
  /** Between attempts that fail. */
  readonly retryAfter: number;
  /** Between searches for keys that tokens name and the issuer doesn't have: anybody can send such tokens. */
  readonly cooldown: number;
  /** For one attempt, discovery included. */
  readonly timeout: number;
}
