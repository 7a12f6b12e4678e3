import type { ClusterData } from './cluster.js';
import { AccountB } from '../../support/account-b.js';
import { STS_AUDIENCE } from '../../support/cluster-issuer.js';
import { Radosgw } from '../../support/radosgw.js';

/** A tenant's AWS account, with a bucket and a role for one service account of the cluster. */
export interface TenantAccount {
  readonly account: AccountB;
  readonly bucket: string;
  readonly roleArn: string;
}

export interface AccountSpec {
  /** Tenant id. */
  readonly tenant: string;
  /** Whose service account may be the role; the tenant's own, where left out. */
  readonly namespace?: string;
  readonly serviceAccount?: string;
}

/** As an administrator of the account would do it, who is given the issuer, the namespace and the service account. */
export async function createTenantAccount(
  { aws, issuer }: ClusterData,
  { tenant, namespace = tenant, serviceAccount = 'tenant-presign' }: AccountSpec,
): Promise<TenantAccount> {
  const account = await AccountB.create(new Radosgw(aws.radosgw));
  const bucket = `${tenant}-files-${account.id}`;
  await account.createBucket(bucket);
  await account.addProvider({ url: issuer, thumbprint: '0'.repeat(40) }); // radosgw compares none
  const name = issuer.replace('https://', '');
  const trust = statement({
    Principal: { Federated: [`arn:aws:iam::${account.id}:oidc-provider/${name}`] },
    Action: ['sts:AssumeRoleWithWebIdentity'],
    Condition: {
      StringEquals: {
        [`${name}:sub`]: `system:serviceaccount:${namespace}:${serviceAccount}`,
        [`${name}:aud`]: STS_AUDIENCE,
      },
    },
  });
  const permissions = statement({
    Action: ['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:ListBucket'],
    Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
  });
  return { account, bucket, roleArn: await account.createRole(`${tenant}-presign`, trust, permissions) };
}

const statement = (what: object) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...what }] });
