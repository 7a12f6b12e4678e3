import { partitionOf } from '../../kustomize/partition.js';
import type { JourneyOptions } from './options.js';

/** The tag of everything that a run makes. */
export const RUN_TAG = 'tenant-presign-run';
/** The prefix that the tenant's grants allow. */
export const PREFIX = 'journey/';

/** Returns the names of the resources that a run makes. Each of them contains the run's id. */
export const namesOf = (runId: string) => ({
  function: runId,
  functionRole: runId,
  tenantRole: `${runId}-presign`,
  bucket: `${runId}-files`,
  tenant: runId,
  externalId: `tenant-presign/${runId}`,
});

export const tenantRoleArn = (options: JourneyOptions): string =>
  `${iamOfTenant(options)}:role/${namesOf(options.runId).tenantRole}`;

/** Returns the ARN of the OIDC provider for an issuer in the tenant's account. */
export const providerArn = (options: JourneyOptions, issuer: string): string =>
  `${iamOfTenant(options)}:oidc-provider/${issuer.replace('https://', '')}`;

const iamOfTenant = ({ accounts, region }: JourneyOptions): string =>
  `arn:${partitionOf(region)}:iam::${accounts[1]}`;

export const COST_OF_LAMBDA = `Expected cost: less than USD 0.05 (a Lambda function and some requests, an S3 bucket with one object, a log of a day).
Nothing of it is charged while it is idle, and everything is destroyed at the end.`;

/**
 * Returns a provider that acts in one of the accounts and tags everything that it makes.
 *
 * @param more further arguments that make the provider act in the account
 */
export const providerOfRun = (
  { accounts, region, runId }: JourneyOptions,
  alias: string,
  index: 0 | 1,
  more: object,
): object => ({
  alias,
  region,
  allowed_account_ids: [accounts[index]],
  default_tags: [{ tags: { [RUN_TAG]: runId } }],
  ...more,
});

/** Returns the call of module `tenant`. @param trust the ways to the role, as expressions of the root */
export const tenantModule = ({ accounts, runId }: JourneyOptions, modules: string, trust: object): object => {
  const names = namesOf(runId);
  return {
    source: `${modules}/tenant`,
    providers: { aws: 'aws.tenant' },
    name: names.tenant,
    account_id: accounts[1],
    bucket_name: names.bucket,
    role_name: names.tenantRole,
    trust,
    encryption: { type: 'sse-s3' }, // a KMS key takes at least a week to delete
    grants: [{ actions: ['upload', 'download'], prefixes: [PREFIX] }],
  };
};

/**
 * Returns the root module of a run, in Terraform's JSON syntax: modules `lambda` and `tenant`, one in each account.
 *
 * @param modules the folder of the modules, as the root names it
 * @param zip the packaged function
 * @param providerOf returns the arguments that make a provider act in an account, in addition to Region and tags
 */
export function rootOf(
  options: JourneyOptions,
  modules: string,
  zip: string,
  providerOf: (index: 0 | 1) => object,
): object {
  const names = namesOf(options.runId);
  return {
    terraform: { required_providers: { aws: { source: 'hashicorp/aws' } } },
    provider: {
      aws: [
        providerOfRun(options, 'function', 0, providerOf(0)),
        providerOfRun(options, 'tenant', 1, providerOf(1)),
      ],
    },
    module: {
      presign: {
        source: `${modules}/lambda`,
        providers: { aws: 'aws.function' },
        name: names.function,
        filename: zip,
        target_role_arns: [tenantRoleArn(options)],
        external_id: names.externalId,
        create_alarms: false,
        log_retention_days: 1,
      },
      tenant: tenantModule(options, modules, { chains: '${module.presign.trust.chains}' }),
    },
    output: {
      url: { value: '${module.presign.url}' },
      function_policies: { value: '${module.presign.policies}' },
      tenant_policies: { value: '${module.tenant.policies}' },
    },
  };
}
