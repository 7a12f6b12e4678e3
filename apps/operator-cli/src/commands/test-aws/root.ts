import type { JourneyOptions } from './options.js';

/** The tag of everything that a run makes. */
export const RUN_TAG = 'tenant-presign-run';
/** What the tenant may do, and where. */
export const PREFIX = 'journey/';

/** The names that a run makes: all of them carry its id. */
export const namesOf = (runId: string) => ({
  function: runId,
  functionRole: runId,
  tenantRole: `${runId}-presign`,
  bucket: `${runId}-files`,
  tenant: runId,
  externalId: `tenant-presign/${runId}`,
});

/** @param partition of both accounts */
export const tenantRoleArn = ({ accounts, runId }: JourneyOptions, partition = 'aws'): string =>
  `arn:${partition}:iam::${accounts[1]}:role/${namesOf(runId).tenantRole}`;

/**
 * The root module of a run, in Terraform's JSON syntax: modules `lambda` and `tenant`, one in each account.
 *
 * @param modules the folder of the modules, as the root names it
 * @param zip the packaged function
 * @param providerOf arguments that make a provider act in an account, beside Region and tags
 */
export function rootOf(
  options: JourneyOptions,
  modules: string,
  zip: string,
  providerOf: (index: 0 | 1) => object,
): object {
  const { accounts, region, runId } = options;
  const names = namesOf(runId);
  const provider = (alias: string, index: 0 | 1) => ({
    alias,
    region,
    allowed_account_ids: [accounts[index]],
    default_tags: [{ tags: { [RUN_TAG]: runId } }],
    ...providerOf(index),
  });
  return {
    terraform: { required_providers: { aws: { source: 'hashicorp/aws' } } },
    provider: { aws: [provider('function', 0), provider('tenant', 1)] },
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
      tenant: {
        source: `${modules}/tenant`,
        providers: { aws: 'aws.tenant' },
        name: names.tenant,
        account_id: accounts[1],
        bucket_name: names.bucket,
        role_name: names.tenantRole,
        trust: { chains: '${module.presign.trust.chains}' },
        encryption: { type: 'sse-s3' }, // a key can't be deleted for a week
        grants: [{ actions: ['upload', 'download'], prefixes: [PREFIX] }],
      },
    },
    output: {
      url: { value: '${module.presign.url}' },
      function_policies: { value: '${module.presign.policies}' },
      tenant_policies: { value: '${module.tenant.policies}' },
    },
  };
}
