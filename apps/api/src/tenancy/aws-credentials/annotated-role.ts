import type { CredentialsEntry } from '#tenant-file';

/**
 * Returns what is wrong where the service account is annotated with a role, and the tenant file names another: one of
 * them is wrong, and the process can't tell which. For the tenant of a one-tenant process; pods of many tenants can be
 * annotated with one.
 *
 * @param annotated `AWS_ROLE_ARN`, as EKS's webhook sets it from the annotation
 * @returns words for an operator; `undefined` where nothing is wrong
 */
export function annotationError(
  credentials: CredentialsEntry,
  annotated = process.env['AWS_ROLE_ARN'],
): string | undefined {
  if (credentials.type === 'assume-role') return annotationError(credentials.source, annotated);
  if (credentials.type !== 'web-identity' || !annotated || annotated === credentials.roleArn)
    return undefined;
  return `The service account is annotated with ${annotated}, but the tenant file names ${credentials.roleArn}. Make them agree, and start the pods anew.`;
}
