import { IsString, Allow, IsIn } from 'class-validator';
import { SchemaOverride } from '#validation';

const ENFORCED_BY = ['s3', 'service', 'advisory'] as const;
/** Who holds the client to a constraint: S3 when the URL is used, this service afterwards, or nobody. */
export type EnforcedBy = (typeof ENFORCED_BY)[number];
/** Something that must hold when the URL is used. */
export class Constraint {
  /** As the request has it (`contentLength`), or what it makes of S3's answer (`responseContentType`). */
  @IsString() readonly name!: string;
  /** Of the type that the request has it in. */
  @Allow()
  @SchemaOverride({})
  readonly value!: unknown;
  /** Who holds the client to it: S3 when the URL is used, this service afterwards, or nobody. */
  @IsIn(ENFORCED_BY) readonly enforcedBy!: EnforcedBy;
}
