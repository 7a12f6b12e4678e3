import { ApiClient } from '../../support/clients/api-client.js';
import { startProdProcess, type ProdProcess } from '../../support/processes/prod-process.js';
import { SealingKeysFile } from '../../support/fakes/sealing-keys.js';

/** The API as production runs it, with the target as its storage. */
export class StartedApi implements AsyncDisposable {
  private constructor(
    readonly process: ProdProcess,
    private readonly keys: SealingKeysFile | undefined,
  ) {}

  /** Starts the API with these tenants. @param keys the keys of another replica; the default is new keys */
  static async start(tenants: readonly object[], keys?: SealingKeysFile): Promise<StartedApi> {
    const own = keys ? undefined : await SealingKeysFile.create();
    const env = { ...process.env, SEALING_KEYS_FILE: (keys ?? own)!.path };
    return new StartedApi(await startProdProcess(tenants, { env }), own);
  }

  /** Returns a client whose token has any subject, for any of the tenants. */
  async as(sub: string, tenant: string, claims: object = {}): Promise<ApiClient> {
    const token = await this.process.issuer.token({ sub, tenants: [tenant], ...claims });
    return new ApiClient(this.process.url, tenant, token);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.process.stop();
    await this.keys?.[Symbol.asyncDispose]();
  }
}
