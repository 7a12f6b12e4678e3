import { randomInt } from 'node:crypto';
import {
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  IAMClient,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateBucketCommand, type S3Client } from '@aws-sdk/client-s3';
import type { AwsCredentialIdentity } from '@aws-sdk/types';
import { s3Client } from '../../targets/s3-client.js';
import type { TargetLocation } from '../../targets/target.js';
import type { ClusterIssuer } from '../fakes/cluster-issuer.js';
import { STS_AUDIENCE } from '../fakes/cluster-issuer.js';
import type { Radosgw } from '../processes/radosgw.js';

/** A policy document in the form that IAM takes. */
export type Policy = object;

/** The maximum length of a session, in seconds: IRSA sessions may last twelve hours if the role allows it. */
const MAX_SESSION = 43_200;
const REGION = 'us-east-1'; // the SDK sends no LocationConstraint for it; radosgw would compare that with its zones
const PERMISSIONS = 'presign';

/**
 * An AWS account from the view of its administrator, with identity providers, roles and buckets, by IAM and S3 of
 * radosgw. Usually it is the team's account B. An account A with a role in a chain is made in the same way.
 */
export class AccountB {
  readonly endpoint: string;
  readonly iam: IAMClient;
  readonly s3: S3Client;

  constructor(
    readonly id: string,
    { endpoint, region }: Pick<TargetLocation, 'endpoint' | 'region'>,
    readonly administrator: AwsCredentialIdentity,
    readonly administratorArn: string,
  ) {
    this.endpoint = endpoint;
    this.iam = new IAMClient({ endpoint, region, credentials: administrator });
    this.s3 = s3Client({ endpoint, region, forcePathStyle: true }, { credentials: administrator });
  }

  /** Makes an account in radosgw, with an account number that no other account has. */
  static async create(radosgw: Radosgw): Promise<AccountB> {
    const id = String(randomInt(1e11, 1e12));
    const { arn, credentials } = await radosgw.createUser(id, 'admin');
    return new AccountB(id, { endpoint: radosgw.endpoint, region: REGION }, credentials, arn);
  }

  roleArn(name: string): string {
    return `arn:aws:iam::${this.id}:role/${name}`;
  }

  async createBucket(name: string): Promise<void> {
    await this.s3.send(new CreateBucketCommand({ Bucket: name }));
  }

  /** Adds the cluster's issuer as an identity provider. Roles can then trust its tokens. */
  async addProvider({ url, thumbprint }: Pick<ClusterIssuer, 'url' | 'thumbprint'>): Promise<void> {
    await this.iam.send(
      new CreateOpenIDConnectProviderCommand({
        Url: url,
        ClientIDList: [STS_AUDIENCE],
        ThumbprintList: [thumbprint],
      }),
    );
  }

  /** Makes a role. @returns the role's ARN */
  async createRole(name: string, trust: Policy, permissions?: Policy): Promise<string> {
    const { Role } = await this.iam.send(
      new CreateRoleCommand({
        RoleName: name,
        AssumeRolePolicyDocument: JSON.stringify(trust),
        MaxSessionDuration: MAX_SESSION,
      }),
    );
    if (permissions) await this.permit(name, permissions);
    return Role!.Arn!;
  }

  /** Sets the permissions of a role. @param permissions replace the previous ones */
  async permit(name: string, permissions: Policy): Promise<void> {
    await this.iam.send(
      new PutRolePolicyCommand({
        RoleName: name,
        PolicyName: PERMISSIONS,
        PolicyDocument: JSON.stringify(permissions),
      }),
    );
  }

  async trust(name: string, trust: Policy): Promise<void> {
    await this.iam.send(
      new UpdateAssumeRolePolicyCommand({ RoleName: name, PolicyDocument: JSON.stringify(trust) }),
    );
  }

  async deleteRole(name: string): Promise<void> {
    await this.iam.send(new DeleteRolePolicyCommand({ RoleName: name, PolicyName: PERMISSIONS }));
    await this.iam.send(new DeleteRoleCommand({ RoleName: name }));
  }
}
