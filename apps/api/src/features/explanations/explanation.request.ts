import { IsIn, IsString, Matches } from 'class-validator';
import { Optional, SchemaOverride } from '#validation';

const METHODS = ['GET', 'HEAD', 'PUT', 'DELETE', 'POST'] as const;

const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

const url = { message: 'must be the URL that fails, exactly as it was handed out' };
const method = { message: `must be one of ${METHODS.join(', ')}` };
const response = { message: 'must be the body of S3’s answer, in XML' };
const at = { message: 'must be a time such as 2026-11-24T12:00:00Z' };

/** A presigned URL that fails, and what is known of how. */
export class ExplanationRequest {
  /** The URL byte for byte as it was used. The service neither fetches nor logs it. */
  @IsString(url) url!: string;
  /** The method with which the request was sent. */
  @Optional() @IsIn(METHODS, method) method?: (typeof METHODS)[number];
  /** The body of S3's error answer. For `SignatureDoesNotMatch` it says what S3 received. */
  @Optional() @IsString(response) response?: string;
  /** The time at which the request was sent, by RFC 3339 in UTC; the default is now. */
  @Optional()
  @Matches(UTC, at)
  @SchemaOverride({ type: 'string', format: 'date-time', pattern: UTC.source })
  at?: string;
}
