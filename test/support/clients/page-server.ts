import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The pages of an application, served from an origin of their own. */
export class PageServer implements AsyncDisposable {
  private constructor(private readonly server: Server) {}

  /** Starts the server. @param body the body of its only page, which it returns for every path */
  static async start(body: string): Promise<PageServer> {
    const server = createServer((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new PageServer(server);
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
