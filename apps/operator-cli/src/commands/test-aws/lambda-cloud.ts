import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import { stringify } from 'yaml';
import { Accounts } from './accounts.js';
import { call } from './call.js';
import type { Cloud, DeployedApi } from './journey.js';
import type { JourneyOptions } from './options.js';
import { COST_OF_LAMBDA, namesOf, rootOf } from './root.js';
import { tenantFileOf } from './tenant-file.js';
import { TerraformRoot, run } from './terraform-root.js';

/** The target on Lambda: a function in account A and a tenant in account B, by Terraform and the SDK. */
export class LambdaCloud implements Cloud {
  readonly applying =
    'Terraform applies modules lambda and tenant in the two accounts, with a state of its own.';
  readonly notShown = ['IRSA and Pod Identity: --target eks shows IRSA'];
  readonly cost = COST_OF_LAMBDA;
  readonly names: readonly string[];
  readonly #names: ReturnType<typeof namesOf>;
  readonly #accounts: Accounts;
  readonly #terraform: TerraformRoot;

  /** @param repository the folder of the repository */
  constructor(
    private readonly options: JourneyOptions,
    private readonly repository: string,
    env: NodeJS.ProcessEnv,
  ) {
    this.#names = namesOf(options.runId);
    this.names = Object.values(this.#names);
    this.#accounts = new Accounts(options);
    this.#terraform = new TerraformRoot(options, repository, env);
  }

  account(index: 0 | 1): Promise<string> {
    return this.#accounts.id(index);
  }

  async existing(): Promise<readonly string[]> {
    const { bucket, functionRole, tenantRole } = this.#names;
    const found = await Promise.all([
      this.#accounts.bucketExists(),
      this.#accounts.roleExists(0, functionRole),
      this.#accounts.roleExists(1, tenantRole),
    ]);
    return [bucket, functionRole, tenantRole].filter((_, index) => found[index]);
  }

  async apply(): Promise<DeployedApi> {
    const { publicKey, privateKey } = await generateKeyPair('ES256');
    this.#terraform.make();
    const zip = this.#package({ keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256', kid: 'journey' }] });
    const outputs = this.#terraform.apply((modules, providerOf) =>
      rootOf(this.options, modules, zip, providerOf),
    );
    const { url } = JSON.parse(outputs) as { url: { value: string } };
    const { issuer, audience } = tenantFileOf(this.options).issuers[0]!;
    return {
      token: () =>
        new SignJWT({ sub: 'journey', tenants: [this.#names.tenant] })
          .setProtectedHeader({ alg: 'ES256', kid: 'journey' })
          .setIssuer(issuer)
          .setAudience(audience)
          .setIssuedAt()
          .setExpirationTime('1h')
          .sign(privateKey),
      call: call(url.value),
    };
  }

  revoke(): Promise<void> {
    return this.#accounts.revoke();
  }

  async destroy(): Promise<void> {
    if (!this.#terraform.isApplied) return;
    if (existsSync(join(this.#terraform.folder, 'kustomize')))
      throw new Error(`run ${this.options.runId} was on EKS; add --target eks --cluster NAME`);
    await this.#accounts.clear();
    this.#terraform.destroy();
  }

  #package(jwks: object): string {
    const folder = join(this.#terraform.folder, 'package');
    run('npm', ['run', '--silent', 'package', '--', 'lambda', folder], this.repository);
    writeFileSync(join(folder, 'jwks.json'), JSON.stringify(jwks));
    writeFileSync(join(folder, 'tenants.yaml'), stringify(tenantFileOf(this.options)));
    const zip = join(this.#terraform.folder, 'lambda.zip');
    run('zip', ['-qr', zip, '.'], folder);
    return zip;
  }
}
