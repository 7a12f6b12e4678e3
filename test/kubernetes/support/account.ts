import type { ClusterData } from './cluster.js';
import { AccountB } from '../../support/clients/account-b.js';
import { STS_AUDIENCE } from '../../support/fakes/cluster-issuer.js';
import { Radosgw } from '../../support/processes/radosgw.js';
import { render } from '../../terraform/support/policy-templates.js';

/** A tenant's AWS account, with a bucket and a role for one service account of the cluster. */
export interface TenantAccount {
  readonly account: AccountB;
  readonly bucket: string;
  readonly roleArn: string;
}

export interface AccountSpec {
  /** The tenant's id. */
  readonly tenant: string;
  /** The namespace of the service account that may assume the role; by default the tenant's id. */
  readonly namespace?: string;
  readonly serviceAccount?: string;
}

/** The templates of module tenant's policies for an owner of the whole bucket. */
const GRANTED = ['download', 'upload', 'upload-tags', 'delete', 'list-everything'];

/** Creates the account as Terraform would, which gets the issuer, the namespace and the service account as inputs. */
export async function createTenantAccount(
  { aws, issuer }: ClusterData,
  { tenant, namespace = tenant, serviceAccount = 'tenant-presign' }: AccountSpec,
): Promise<TenantAccount> {
  const account = await AccountB.create(new Radosgw(aws.radosgw));
  const bucket = `${tenant}-files-${account.id}`;
  await account.createBucket(bucket);
  await account.addProvider({ url: issuer, thumbprint: '0'.repeat(40) }); // radosgw compares no thumbprint
  const name = issuer.replace('https://', '');
  const way = render('tenant', 'trust-irsa', {
    number: '',
    provider_arn: `arn:aws:iam::${account.id}:oidc-provider/${name}`,
    issuer: name,
    subject: `system:serviceaccount:${namespace}:${serviceAccount}`,
    audience: STS_AUDIENCE,
  });
  const trust = { Version: '2012-10-17', Statement: [way] };
  const everywhere = {
    account: account.id,
    bucket_arn: `arn:aws:s3:::${bucket}`,
    objects: [`arn:aws:s3:::${bucket}/*`],
  };
  const permissions = {
    Version: '2012-10-17',
    Statement: GRANTED.map((template) => render('tenant', template, everywhere)),
  };
  return { account, bucket, roleArn: await account.createRole(`${tenant}-presign`, trust, permissions) };
}
