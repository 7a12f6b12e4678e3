import type { JourneyOptions } from './options.js';
import { providerOfRun, tenantModule } from './root.js';

/** The outputs that tenant:new reads. */
const HANDED_OUT = ['account', 'bucket', 'region', 'role_arn', 'credentials', 'agreement'] as const;

export interface TrustedCluster {
  readonly name: string;
  /** The issuer of the cluster's service account tokens. */
  readonly issuer: string;
  /** Whether the tenant's account has a provider for the issuer already. The run then leaves it unchanged. */
  readonly isKnown: boolean;
}

/**
 * Returns the root module of a run on EKS, in Terraform's JSON syntax: modules `cluster-oidc-provider` and `tenant` in
 * account B.
 *
 * @param modules the folder of the modules, as the root names it
 * @param providerOf returns the arguments that make a provider act in an account, in addition to Region and tags
 */
export function eksRootOf(
  options: JourneyOptions,
  modules: string,
  { name, issuer, isKnown }: TrustedCluster,
  providerOf: (index: 0 | 1) => object,
): object {
  return {
    terraform: { required_providers: { aws: { source: 'hashicorp/aws' } } },
    provider: { aws: [providerOfRun(options, 'tenant', 1, providerOf(1))] },
    module: {
      oidc_provider: {
        source: `${modules}/cluster-oidc-provider`,
        providers: { aws: 'aws.tenant' },
        issuer_url: issuer,
        create_provider: !isKnown,
      },
      tenant: tenantModule(options, modules, {
        issuers: { [name]: { provider_arn: '${module.oidc_provider.arn}' } },
      }),
    },
    output: {
      ...Object.fromEntries(HANDED_OUT.map((output) => [output, { value: `\${module.tenant.${output}}` }])),
      tenant_policies: { value: '${module.tenant.policies}' },
    },
  };
}
