import type { CredentialsEntry } from '#tenant-file';

/**
 * Compares the service account's annotated role with the role in the tenant file. If they differ, one of them is wrong,
 * and the process can't tell which. The comparison is for a process with one tenant only: pods with many tenants can be
 * annotated with a single role.
 *
 * @param annotated `AWS_ROLE_ARN`, which EKS's webhook sets from the annotation
 * @returns an error message for an operator; `undefined` if the roles agree
 */
export function annotationError(
  credentials: CredentialsEntry,
  annotated = process.env['AWS_ROLE_ARN'],
): string | undefined {
  if (credentials.type === 'assume-role') return annotationError(credentials.source, annotated);
  if (credentials.type !== 'web-identity' || !annotated || annotated === credentials.roleArn)
    return undefined;
  return `The service account is annotated with ${annotated}, but the tenant file names ${credentials.roleArn}. Correct one of them, and restart the pods.`;
}
