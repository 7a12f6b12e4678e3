import { call } from './call.js';
import type { ClusterSide } from './cluster-side.js';
import type { EksAccounts } from './eks-accounts.js';
import type { Cloud, DeployedApi } from './journey.js';
import { namesOf } from './root.js';
import type { JourneyOptions } from './options.js';

const STS_AUDIENCE = 'sts.amazonaws.com';

/**
 * The target on EKS: a namespace of an existing cluster in account A, and a tenant in account B whose role the pods
 * assume by IRSA.
 */
export class EksCloud implements Cloud {
  readonly cost = `Expected cost: less than USD 0.05 (an S3 bucket with one object, some requests; two pods for some minutes on the cluster's nodes, and
a new node where these have no room: 200m CPU, 384 MiB). Everything is destroyed at the end.`;
  readonly names: readonly string[];
  readonly #tenant: string;

  constructor(
    private readonly options: JourneyOptions,
    private readonly accounts: EksAccounts,
    private readonly cluster: ClusterSide,
  ) {
    const { bucket, tenantRole, tenant } = namesOf(options.runId);
    this.#tenant = tenant;
    this.names = [bucket, tenantRole, `namespace ${tenant} of cluster ${options.cluster?.name}`];
  }

  get applying(): string {
    return this.accounts.applying;
  }

  get notShown(): readonly string[] {
    return this.accounts.notShown;
  }

  account(index: 0 | 1): Promise<string> {
    return this.accounts.id(index);
  }

  /**
   * Returns the names that already exist.
   *
   * @throws Error also if kubectl's context leads to another cluster, or the profile describes another one
   */
  async existing(): Promise<readonly string[]> {
    await this.#sameCluster();
    const namespace = (await this.cluster.hasNamespace()) ? [`namespace ${this.#tenant}`] : [];
    return [...(await this.accounts.existing()), ...namespace];
  }

  async apply(): Promise<DeployedApi> {
    const { name, issuer } = this.cluster.profile();
    await this.cluster.apply(await this.accounts.apply({ name, issuer }));
    const send = call(await this.cluster.open());
    return {
      token: () => this.cluster.token('default', this.#audience),
      call: send,
      refuses: async () => [await this.#refusesTokens(send), await this.#trustsOneServiceAccount()],
    };
  }

  revoke(): Promise<void> {
    return this.accounts.revoke();
  }

  /** Deletes the namespace before the role, since its pods use the role. */
  async destroy(): Promise<void> {
    this.cluster.close();
    this.#expectIssuer('the cluster of kubectl’s context', await this.cluster.issuer());
    await this.cluster.destroy();
    await this.accounts.destroy();
  }

  get #audience(): string {
    return `tenant-presign/${this.#tenant}`;
  }

  async #sameCluster(): Promise<void> {
    const { name, region } = this.cluster.profile();
    const ofEks = await this.accounts.issuerOf(name, region);
    this.#expectIssuer(`cluster ${name} of account ${this.options.accounts[0]}`, ofEks);
    this.#expectIssuer('the cluster of kubectl’s context', await this.cluster.issuer());
  }

  #expectIssuer(what: string, its: string): void {
    const { name, issuer } = this.cluster.profile();
    if (its !== issuer)
      throw new Error(`The issuer of ${what} is ${its}, and the profile of ${name} says ${issuer}.`);
  }

  async #refusesTokens(send: DeployedApi['call']): Promise<string> {
    const path = `/v1/tenants/${this.#tenant}/downloads`;
    const { status } = await send(
      path,
      { key: 'journey/x' },
      await this.cluster.token('default', STS_AUDIENCE),
    );
    if (status !== 401) throw new Error(`a token for ${STS_AUDIENCE}: expected 401, got ${status}`);
    return 'the API refused a token of the caller for another audience';
  }

  async #trustsOneServiceAccount(): Promise<string> {
    const cases = [
      ['tenant-presign', STS_AUDIENCE, true],
      ['tenant-presign', this.#audience, false],
      ['default', STS_AUDIENCE, false],
    ] as const;
    for (const [serviceAccount, audience, wanted] of cases) {
      const token = await this.cluster.token(serviceAccount, audience);
      if ((await this.accounts.becomesTenant(token)) !== wanted)
        throw new Error(
          `STS ${wanted ? 'refuses' : 'accepts'} a token of service account ${serviceAccount} for ${audience}`,
        );
    }
    return 'STS gave the role to service account tenant-presign, and refused another one and another audience';
  }
}
