import { IsString, Allow, IsIn } from 'class-validator';
import { SchemaOverride } from '#validation';

const ENFORCED_BY = ['s3', 'service', 'advisory'] as const;
/** The party that enforces a constraint: S3 when the URL is used, this service afterwards, or none. */
export type EnforcedBy = (typeof ENFORCED_BY)[number];
/** A condition on the use of a signed URL, a form or an upload. */
export class Constraint {
  /**
   * The name of the condition, such as `contentLength` for a field of the request, `responseContentType` for a header
   * of S3's answer, or `expiresAt`.
   */
  @IsString() readonly name!: string;
  /** The value that the condition requires. Its type depends on `name`. */
  @Allow()
  @SchemaOverride({})
  readonly value!: unknown;
  /**
   * The party that enforces the condition: `s3` enforces it when the URL is used, `service` checks it at completion or
   * confirmation, and with `advisory` nothing enforces it.
   */
  @IsIn(ENFORCED_BY) readonly enforcedBy!: EnforcedBy;
}
