import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** The API server of whatever cluster kubectl is told, by its proxy: kubectl knows all ways to sign in. */
export class ApiServer {
  #url;

  constructor(url) {
    this.#url = url;
  }

  /** The proxy ends with this process. */
  static async connect([program, ...options]) {
    const proxy = spawn(program, [...options, 'proxy', '--port=0'], { stdio: ['ignore', 'pipe', 'inherit'] });
    process.on('exit', () => proxy.kill());
    proxy.on('exit', () => process.exit(1));
    const [line] = await once(createInterface(proxy.stdout), 'line'); // Starting to serve on 127.0.0.1:PORT
    return new ApiServer(`http://${line.split(' ').at(-1)}`);
  }

  /** @throws Error with the status in `status`, where it isn't 200 */
  async get(path) {
    const response = await fetch(this.#url + path);
    if (response.status === 200) return response.json();
    throw Object.assign(new Error(`GET ${path}: ${response.status}`), { status: response.status });
  }
}
