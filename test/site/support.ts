import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, posix } from 'node:path';
import { promisify } from 'node:util';

const SITE = join(import.meta.dirname, '../../docs');
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** The site that `npm run build` in docs makes, and a server for it. */
export class BuiltSite implements AsyncDisposable {
  private constructor(
    readonly folder: string,
    private readonly server: Server,
  ) {}

  /** Builds the site, and starts the server. @throws Error with VitePress's output if the build fails */
  static async build(): Promise<BuiltSite> {
    const folder = await mkdtemp(join(tmpdir(), 'site-'));
    const vitepress = join(SITE, 'node_modules/vitepress/bin/vitepress.js');
    await promisify(execFile)(process.execPath, [vitepress, 'build', SITE, '--outDir', folder]);
    const server = createServer((request, response) => {
      const path = join(folder, posix.normalize(new URL(request.url!, 'http://localhost').pathname));
      const file = path.endsWith('/') ? `${path}index.html` : path;
      const type = MEDIA_TYPES[extname(file)] ?? 'application/octet-stream';
      createReadStream(file)
        .once('open', () => response.writeHead(200, { 'content-type': type }))
        .once('error', () => response.writeHead(404).end())
        .pipe(response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new BuiltSite(folder, server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Returns the HTML of every page, by its path in the site. */
  async pages(): Promise<Map<string, string>> {
    const paths = await readdir(this.folder, { recursive: true });
    const html = paths.filter((path) => path.endsWith('.html')).toSorted();
    const texts = await Promise.all(html.map((path) => readFile(join(this.folder, path), 'utf8')));
    return new Map(html.map((path, index) => [`/${path}`, texts[index]!]));
  }

  /** Returns whether the site has a file at this path. */
  has = (path: string): Promise<boolean> =>
    stat(join(this.folder, path)).then(
      (found) => found.isFile(),
      () => false,
    );

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    await rm(this.folder, { recursive: true });
  }
}
