import { IsString, Allow, IsIn } from 'class-validator';
import { SchemaOverride } from '#validation';

const ENFORCED_BY = ['s3', 'service', 'advisory'] as const;
/** Who enforces a constraint: S3 when the URL is used, this service afterwards, or no one. */
export type EnforcedBy = (typeof ENFORCED_BY)[number];
/** Something that must hold when the URL is used. */
export class Constraint {
  /** The field of the request (`contentLength`), or what it changes in S3's answer (`responseContentType`). */
  @IsString() readonly name!: string;
  /** The value, of the type that it has in the request. */
  @Allow()
  @SchemaOverride({})
  readonly value!: unknown;
  /** Who enforces it: `s3` when the URL is used, `service` at completion or confirmation, or no one (`advisory`). */
  @IsIn(ENFORCED_BY) readonly enforcedBy!: EnforcedBy;
}
