import { IsIn, IsString, Matches } from 'class-validator';
import { Optional, SchemaOverride } from '#validation';

const METHODS = ['GET', 'HEAD', 'PUT', 'DELETE', 'POST'] as const;

const UTC = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

const url = { message: 'must be the URL that fails, exactly as it was handed out' };
const method = { message: `must be one of ${METHODS.join(', ')}` };
const response = { message: 'must be the body of S3’s answer, in XML' };
const at = { message: 'must be a time such as 2026-11-24T12:00:00Z' };

/** The request has a presigned URL that fails, and what you know about the failed request to S3. */
export class ExplanationRequest {
  /** The URL exactly as it was used, byte for byte. The service neither fetches nor logs it. */
  @IsString(url) url!: string;
  /** The HTTP method of the failed request. */
  @Optional() @IsIn(METHODS, method) method?: (typeof METHODS)[number];
  /** The body of S3's error answer, in XML. With `SignatureDoesNotMatch`, it contains the request that S3 received. */
  @Optional() @IsString(response) response?: string;
  /** The time of the failed request in UTC, in RFC 3339 format. The default is the current time. */
  @Optional()
  @Matches(UTC, at)
  @SchemaOverride({ type: 'string', format: 'date-time', pattern: UTC.source })
  at?: string;
}
