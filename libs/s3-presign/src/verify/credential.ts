import { credentialScope } from '../sigv4/signature.js';
import type { Malformed } from './refusals.js';
import type { VerifyOptions } from './verification.js';

/** The validated parts of a credential such as `AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request`. */
export interface Credential {
  readonly accessKeyId: string;
  readonly day: string;
  readonly region: string;
  readonly service: string;
  /** The scope, which is the part after the access key id. */
  readonly scope: string;
}

/**
 * Parses and validates the credential of a request.
 *
 * @param amzDate `X-Amz-Date`, whose day must be the day in the scope
 * @throws VerificationError
 */
export function parseCredential(
  text: string,
  amzDate: string,
  options: Pick<VerifyOptions, 'region' | 'service'>,
  malformed: Malformed,
): Credential {
  const { region: expectedRegion, service: expectedService = 's3' } = options;
  const [accessKeyId, day, region, service, terminator, ...rest] = text.split('/');
  if (!accessKeyId || day === undefined || terminator === undefined || rest.length > 0) {
    throw malformed(
      'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    );
  }
  if (day !== amzDate.slice(0, 8))
    throw malformed('the date of the Credential is not the day of X-Amz-Date.');
  if (region !== expectedRegion) {
    throw malformed(`the region is wrong; expecting '${expectedRegion}'`, { Region: expectedRegion });
  }
  if (service !== expectedService) {
    throw malformed(`incorrect service. This endpoint belongs to "${expectedService}".`);
  }
  if (terminator !== 'aws4_request') {
    throw malformed('incorrect terminal. This endpoint uses "aws4_request".');
  }
  return { accessKeyId, day, region, service, scope: credentialScope(day, region, service) };
}
