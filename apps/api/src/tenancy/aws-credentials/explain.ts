/**
 * Returns the advice to an operator about a failure of AWS, for the management port and the log. It contains no token
 * and no key.
 */
export function explain(error: unknown): string {
  const causes = chain(error);
  for (const cause of causes) {
    const words = WORDS[cause.name] ?? WORDS[cause.code ?? ''];
    if (words !== undefined) return regionHint(cause) ?? words;
  }
  if (causes.some(({ $metadata }) => $metadata?.httpStatusCode === 403)) return WORDS['AccessDenied']!;
  const last = causes.at(-1);
  if (!last) return 'The reason is unknown.';
  const { name, message } = last;
  return (name === 'Error' ? message : `${name}: ${message}`).replace(/\s+/g, ' ').slice(0, 300);
}

interface Cause {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly cause?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Record<string, string> };
}

function chain(error: unknown): Cause[] {
  const causes: Cause[] = [];
  for (let cause = error; cause instanceof Error && causes.length < 5; cause = cause.cause)
    causes.push(cause);
  return causes;
}

/** Returns a hint at the right region, which S3 names in its 301 answer. */
function regionHint({ name, $response }: Cause): string | undefined {
  const region = $response?.headers?.['x-amz-bucket-region'];
  if (name !== 'PermanentRedirect' || region === undefined) return undefined;
  return `The bucket is in ${region}: set the tenant’s region.`;
}

const WORDS: Record<string, string | undefined> = {
  ENOENT:
    'The token file does not exist. Is the service account annotated, and was the pod started after that?',
  ECONNREFUSED:
    'AWS’s endpoint refuses connections. Check AWS_ENDPOINT_URL, the NetworkPolicy and the VPC endpoint.',
  ENOTFOUND: 'The name of AWS’s endpoint can’t be resolved. Check DNS, the region and the endpoint.',
  EAI_AGAIN:
    'The name of AWS’s endpoint can’t be resolved now. Check that the NetworkPolicy lets DNS through.',
  TimeoutError:
    'AWS’s endpoint does not answer in time. Check the NetworkPolicy (TCP 443) and the VPC endpoint.',
  ExpiredTokenException:
    'The service account’s token has expired. Does kubelet still renew the mounted token?',
  ExpiredToken: 'The session has expired or was revoked.',
  InvalidIdentityToken:
    'STS does not accept the service account’s token. Is the cluster’s OIDC provider known in the tenant’s account, with the right audience?',
  InvalidIdentityTokenException:
    'STS does not accept the service account’s token. Is the cluster’s OIDC provider known in the tenant’s account, with the right audience?',
  IDPCommunicationErrorException: 'STS can’t reach the cluster’s OIDC issuer.',
  IDPRejectedClaimException: 'The cluster’s OIDC issuer or STS rejected the service account’s token.',
  AccessDenied:
    'AWS denies access. Does the role’s trust policy name this namespace, service account and audience, and may the role list the bucket under a granted prefix? Is the bucket in the tenant’s account?',
  AccessDeniedException:
    'STS denies access. Does the role’s trust policy name this namespace, service account and audience?',
  NoSuchBucket: 'There is no such bucket. Check the tenant’s bucket and endpoint.',
  PermanentRedirect: 'The bucket is in another region. Set the tenant’s region.',
  AuthorizationHeaderMalformed: 'The bucket is in another region. Set the tenant’s region.',
  Throttling: 'AWS throttles requests. The service tries again with growing pauses.',
  ThrottlingException: 'AWS throttles requests. The service tries again with growing pauses.',
  RequestTimeTooSkewed: 'The clock of this node is wrong. Synchronize it.',
  SignatureDoesNotMatch: 'AWS does not accept the signature. Is the clock of this node right?',
};
