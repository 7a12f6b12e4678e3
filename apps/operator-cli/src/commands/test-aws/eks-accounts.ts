import { Accounts } from './accounts.js';
import { eksRootOf, type TrustedCluster } from './eks-root.js';
import type { JourneyOptions } from './options.js';
import { namesOf } from './root.js';
import { TerraformRoot, run } from './terraform-root.js';

/** The AWS side of a run on EKS. */
export interface EksAccounts {
  readonly applying: string;
  readonly notShown: readonly string[];
  /** The folder for the run's files. */
  readonly folder: string;
  id(index: 0 | 1): Promise<string>;
  /** Returns the issuer of the cluster in account A, as EKS reports it. */
  issuerOf(cluster: string, region: string): Promise<string>;
  /** Returns the names of the run that already exist in the accounts. */
  existing(): Promise<readonly string[]>;
  /** Makes the tenant's side. @returns the output of `terraform output -json` */
  apply(cluster: Omit<TrustedCluster, 'isKnown'>): Promise<string>;
  /** Returns whether STS issues a session of the tenant's role for a service account's token. */
  becomesTenant(token: string): Promise<boolean>;
  revoke(): Promise<void>;
  destroy(): Promise<void>;
}

/** The implementation that calls account A by the AWS CLI, and account B by Terraform and the SDK. */
export class AwsEksAccounts implements EksAccounts {
  readonly applying =
    'Terraform applies modules cluster-oidc-provider and tenant in account B, with a state of its own; kubectl applies the overlay that tenant:new writes.';
  readonly notShown = [
    'Pod Identity and chained roles',
    'a load balancer: the API is called through a port-forward',
  ];
  readonly #accounts: Accounts;
  readonly #terraform: TerraformRoot;

  /** @param repository the folder of the repository */
  constructor(
    private readonly options: JourneyOptions,
    private readonly repository: string,
    env: NodeJS.ProcessEnv,
  ) {
    this.#accounts = new Accounts(options);
    this.#terraform = new TerraformRoot(options, repository, env);
  }

  get folder(): string {
    return this.#terraform.folder;
  }

  id(index: 0 | 1): Promise<string> {
    return this.#accounts.id(index);
  }

  async issuerOf(cluster: string, region: string): Promise<string> {
    const where = ['--profile', this.options.profiles[0], '--region', region, '--name', cluster];
    const what = ['--query', 'cluster.identity.oidc.issuer', '--output', 'text'];
    return run('aws', ['eks', 'describe-cluster', ...where, ...what], this.repository).trim();
  }

  async existing(): Promise<readonly string[]> {
    const { bucket, tenantRole } = namesOf(this.options.runId);
    const found = await Promise.all([
      this.#accounts.bucketExists(),
      this.#accounts.roleExists(1, tenantRole),
    ]);
    return [bucket, tenantRole].filter((_, index) => found[index]);
  }

  async apply(cluster: Omit<TrustedCluster, 'isKnown'>): Promise<string> {
    const isKnown = await this.#accounts.providerExists(cluster.issuer);
    return this.#terraform.apply((modules, providerOf) =>
      eksRootOf(this.options, modules, { ...cluster, isKnown }, providerOf),
    );
  }

  becomesTenant(token: string): Promise<boolean> {
    return this.#accounts.becomesTenant(token);
  }

  revoke(): Promise<void> {
    return this.#accounts.revoke();
  }

  async destroy(): Promise<void> {
    if (!this.#terraform.isApplied) return;
    await this.#accounts.clear();
    this.#terraform.destroy();
  }
}
