import type { SigningAnswer } from '../../../apps/api/src/signing/signing.response.js';
import type { ClusterData } from './cluster.js';
import { TOKEN_FILE } from './pod-manifest.js';
import { Pod, type HttpOutcome } from './pod.js';

/** The number of requests after which `askWhile` stops. No test sends as many. */
const MOST = 10_000;

export interface CallerSpec {
  /** The tenant whose API it calls. The API is in the namespace of that name. */
  readonly tenant: string;
  /** The caller's namespace; by default the API's. */
  readonly namespace?: string;
  readonly name?: string;
  /** The namespace of the API, if it differs from the tenant's id. */
  readonly api?: string;
}

export interface PostOptions {
  /** A token that replaces the token of its own service account. */
  readonly token?: string;
  /** A tenant that replaces the caller's own. */
  readonly tenant?: string;
  /** The URL of another API. */
  readonly url?: string;
}

/** A pod that calls a tenant's API with the token of its service account. */
export class Caller {
  private constructor(
    readonly pod: Pod,
    /** The URL of the API. */
    readonly url: string,
    readonly tenant: string,
    private readonly token: string,
  ) {}

  static async start(cluster: ClusterData, spec: CallerSpec): Promise<Caller> {
    const { tenant, namespace = tenant, api = tenant } = spec;
    const audience = `tenant-presign/${api}`;
    const pod = await Pod.start(cluster, { ...spec, namespace, audience });
    const url = `http://tenant-presign.${api}.svc.cluster.local`;
    return new Caller(pod, url, tenant, await pod.run('read', [TOKEN_FILE]));
  }

  /** Returns the API's answer to a POST to a path of the tenant. */
  async post(
    path: string,
    body: object,
    { token = this.token, tenant = this.tenant, url = this.url }: PostOptions = {},
  ): Promise<HttpOutcome & { readonly json: unknown }> {
    const [outcome] = await this.pod.send({
      url: `${url}/v1/tenants/${tenant}${path}`,
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { ...outcome, json: JSON.parse(outcome!.text || 'null') as unknown };
  }

  /** Signs a request. @throws Error if the answer is not 200 */
  async sign(what: 'downloads' | 'uploads', body: object): Promise<SigningAnswer> {
    const { status, json, text, error } = await this.post(`/${what}`, body);
    if (status !== 200) throw new Error(error ?? text ?? String(status));
    return json as SigningAnswer;
  }

  /** Asks for signed downloads at a steady rate. */
  ask(perSecond: number, times: number): Promise<Asked> {
    return this.#trickle(perSecond, times, new AbortController().signal);
  }

  /** Asks for signed downloads at a steady rate while something happens. */
  async askWhile(perSecond: number, happening: () => Promise<unknown>): Promise<Asked> {
    const controller = new AbortController();
    const asked = this.#trickle(perSecond, MOST, controller.signal);
    await happening().finally(() => controller.abort());
    return asked;
  }

  /** Begins multipart uploads at a steady rate while something happens, and finishes each some seconds later. */
  async uploadWhile(perSecond: number, happening: () => Promise<unknown>): Promise<Uploaded> {
    const controller = new AbortController();
    const args = [String(perSecond), `${this.url}/v1/tenants/${this.tenant}`, TOKEN_FILE];
    const uploads = this.pod.run('uploads', args, controller.signal);
    await happening().finally(() => controller.abort());
    return JSON.parse(await uploads) as Uploaded;
  }

  async #trickle(perSecond: number, times: number, until: AbortSignal): Promise<Asked> {
    const url = `${this.url}/v1/tenants/${this.tenant}/downloads`;
    const args = [String(perSecond), String(times), url, TOKEN_FILE, JSON.stringify({ key: 'app/x' })];
    return JSON.parse(await this.pod.run('trickle', args, until)) as Asked;
  }
}

/** The result of many uploads: the number of uploads that began, and the reasons of those that failed. */
export interface Uploaded {
  readonly begun: number;
  readonly failed: readonly string[];
}

/** The result of many requests: their number, and every answer that was not 200. */
export interface Asked {
  readonly sent: number;
  readonly failed: readonly { readonly at: string; readonly outcome: number | string }[];
}
