import type { JWTPayload } from 'jose';

/** The caller that a verified token identifies. */
export interface Caller {
  /** Name of the issuer in the tenant file, not its URL. */
  readonly issuer: string;
  /** The issuer's id, as `issuerIdOf` computes it. Sealed values are bound to this id. */
  readonly issuerId: string;
  readonly subject: string;
  readonly claims: JWTPayload;
  /** The ids of the tenants that the token names. */
  readonly tenants: ReadonlySet<string>;
}

/** Returns the text that identifies a caller among those of all issuers. Names of issuers contain no space. */
export const subjectOf = ({ issuer, subject }: Pick<Caller, 'issuer' | 'subject'>): string =>
  `${issuer} ${subject}`;
