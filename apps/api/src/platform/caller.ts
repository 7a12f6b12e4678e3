import type { JWTPayload } from 'jose';

/** Who a verified token speaks for. */
export interface Caller {
  /** Name of the issuer in the tenant file, not its URL. */
  readonly issuer: string;
  /** By `issuerIdOf`: seals are bound to it. */
  readonly issuerId: string;
  readonly subject: string;
  readonly claims: JWTPayload;
  /** The tenants that the token names. */
  readonly tenants: ReadonlySet<string>;
}
