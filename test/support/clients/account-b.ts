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

/** A policy document, as IAM takes it. */
export type Policy = object;

/** The seconds of a day: IRSA may have sessions of twelve hours where the role allows it. */
const MAX_SESSION = 43_200;
const REGION = 'us-east-1'; // makes the SDK leave out the LocationConstraint, which radosgw would compare with its zones
const PERMISSIONS = 'presign';

/**
 * An AWS account, as its administrator sees it: identity providers, roles and buckets, by IAM and S3 of radosgw. Mostly
 * it is the team's, account B; where a role of account A stands between, that one is of the same make.
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

  /** In radosgw, with an account number that no one else has. */
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

  /** Tokens of this cluster count here from now on, for roles that trust them. */
  async addProvider({ url, thumbprint }: Pick<ClusterIssuer, 'url' | 'thumbprint'>): Promise<void> {
    await this.iam.send(
      new CreateOpenIDConnectProviderCommand({
        Url: url,
        ClientIDList: [STS_AUDIENCE],
        ThumbprintList: [thumbprint],
      }),
    );
  }

  /** @returns the role's ARN */
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

  /** @param permissions replace those of before */
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
