/** The parts of the ARN of a role (`iam`) or of a role session (`sts`) that can be compared. */
interface RoleName {
  readonly partition: string;
  readonly account: string;
  readonly name: string;
}

/**
 * Returns whether a session belongs to a role: whether both have the same partition, account and role *name*. The path
 * is ignored, since the ARN of a session has none (IAM User Guide, "IAM identifiers").
 *
 * @param sessionArn `arn:aws:sts::222222222222:assumed-role/team-a-presign/SESSION`
 * @param roleArn `arn:aws:iam::222222222222:role/any/path/team-a-presign`
 */
export function isSessionOf(sessionArn: string, roleArn: string): boolean {
  const session = parse(sessionArn, /^arn:([\w-]+):sts::(\d{12}):assumed-role\/([\w+=,.@-]+)\/[^/]+$/);
  const role = parse(roleArn, /^arn:([\w-]+):iam::(\d{12}):role\/(?:[^/]+\/)*([\w+=,.@-]+)$/);
  return (
    session !== undefined &&
    role !== undefined &&
    session.partition === role.partition &&
    session.account === role.account &&
    session.name === role.name
  );
}

function parse(arn: string, pattern: RegExp): RoleName | undefined {
  const [, partition, account, name] = pattern.exec(arn) ?? [];
  return partition && account && name ? { partition, account, name } : undefined;
}

/**
 * Returns a session name of the tenant and the pod, so that CloudTrail shows both. STS API Reference, AssumeRole,
 * RoleSessionName: `[\w+=,.@-]{2,64}`.
 */
export function roleSessionName(tenant: string, pod: string): string {
  return `${tenant}.${pod}`.replace(/[^\w+=,.@-]/g, '-').slice(0, 64);
}
