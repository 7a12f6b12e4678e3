import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An answer of the server: a document, or a handler that can answer in any way. */
export type Page = object | RequestListener;

/** An HTTP server on loopback that publishes key sets and discovery documents, for tests. */
export class JwksServer implements AsyncDisposable {
  /** The paths of the requests, in their order. */
  readonly requests: string[] = [];
  readonly #pages = new Map<string, Page>();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const path = request.url!;
      this.requests.push(path);
      const page = this.#pages.get(path);
      if (typeof page === 'function') return void page(request, response);
      response.writeHead(page ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(page ?? {}));
    });
  }

  static async start(): Promise<JwksServer> {
    const server = new JwksServer();
    await new Promise<void>((resolve) => server.#server.listen(0, '127.0.0.1', resolve));
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Publishes a page from now on. */
  publish(path: string, page: Page): void {
    this.#pages.set(path, page);
  }

  /**
   * Publishes an OpenID Provider: discovery at the issuer's well-known address, and the keys beside it. The issuer is
   * `url`.
   */
  publishProvider(jwks: object): void {
    this.publish('/.well-known/openid-configuration', { issuer: this.url, jwks_uri: `${this.url}/jwks` });
    this.publish('/jwks', jwks);
  }

  /** Stops the server, and cuts open connections. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
