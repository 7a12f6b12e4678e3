import { VerificationError } from '#s3-presign';
import { S3Error, type S3Failure } from './s3-error.js';
import { document, element } from './xml.js';

/** Converts an error of the verifier, this library, fauxqs or Fastify to an error answer of S3. */
export function toFailure(error: unknown): S3Failure {
  if (error instanceof VerificationError || error instanceof S3Error) return error;
  if (!(error instanceof Error)) return INTERNAL_ERROR;
  const code = 'code' in error ? error.code : undefined;
  const statusCode = 'statusCode' in error ? error.statusCode : undefined;
  if (error.name === 'S3Error' && typeof code === 'string' && typeof statusCode === 'number') {
    return { status: statusCode, code, message: error.message, details: {} };
  }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return ENTITY_TOO_LARGE;
  if (code === 'FST_ERR_CTP_INVALID_CONTENT_LENGTH') return INCOMPLETE_BODY;
  return INTERNAL_ERROR;
}

export function failureXml({ code, message, details }: S3Failure, requestId: string): string {
  const elements = { Code: code, Message: message, ...details, RequestId: requestId, HostId: 'embedded-s3' };
  return document(
    element(
      'Error',
      Object.entries(elements).map(([name, text]) => element(name, text)),
    ),
  );
}

export const INTERNAL_ERROR = new S3Error(
  500,
  'InternalError',
  'We encountered an internal error. Please try again.',
);
const ENTITY_TOO_LARGE = new S3Error(
  400,
  'EntityTooLarge',
  'Your proposed upload exceeds the maximum allowed object size.',
);
const INCOMPLETE_BODY = new S3Error(
  400,
  'IncompleteBody',
  'You did not provide the number of bytes specified by the Content-Length HTTP header',
);
