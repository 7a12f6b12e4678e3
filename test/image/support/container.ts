import { setTimeout as sleep } from 'node:timers/promises';
import { send } from '../../support/clients/http.js';
import { reapContainer } from '../../targets/reap-container.js';
import { docker, dockerErrors } from './docker.js';
import { freePorts } from './free-ports.js';

/** Options that run the image as a cluster with Pod Security *restricted* does, with the base's memory limit. */
export const RESTRICTIONS =
  '--read-only --user 65532 --cap-drop ALL --memory 192m --security-opt no-new-privileges'.split(' ');

const START_TIMEOUT = 20_000;

const loopbackUrl = (port: number | undefined): string => `http://127.0.0.1:${port}`;

/** A container that listens on ports 3000 and 9090, published on free ports of 127.0.0.1. */
export class Container implements AsyncDisposable {
  private constructor(
    readonly id: string,
    readonly url: string,
    readonly managementUrl: string,
    private readonly callOff: () => void,
  ) {}

  /** Runs a container. @param args the arguments of `docker run`: options, the image, a command */
  static async run(...args: readonly string[]): Promise<Container> {
    const ports = ['--publish', '127.0.0.1::3000', '--publish', '127.0.0.1::9090'];
    const id = await docker('run', '--detach', ...RESTRICTIONS, ...ports, ...args);
    const callOff = reapContainer(id);
    const [url = '', managementUrl = ''] = await Promise.all(
      ['3000', '9090'].map(async (port) => `http://${await docker('port', id, port).catch(() => '')}`),
    );
    return new Container(id, url, managementUrl, callOff);
  }

  /**
   * Runs a container on the machine's own network. Docker's proxy is not involved, which would delay data between
   * clients and the process.
   */
  static async runOnLoopback(...args: readonly string[]): Promise<Container> {
    const [port, managementPort] = await freePorts(2);
    const environment = { HOST: '127.0.0.1', PORT: port, MANAGEMENT_PORT: managementPort };
    const options = Object.entries(environment).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
    const id = await docker('run', '--detach', ...RESTRICTIONS, '--network', 'host', ...options, ...args);
    return new Container(id, loopbackUrl(port), loopbackUrl(managementPort), reapContainer(id));
  }

  /**
   * Waits for the first answer.
   *
   * @param timeout in milliseconds
   * @returns milliseconds since the container's process was started
   */
  async answers(path = '/health/ready', timeout = START_TIMEOUT): Promise<number> {
    const deadline = Date.now() + timeout;
    for (;;) {
      const status = await send(`${this.url}${path}`).then(
        (answer) => answer.status,
        () => 0,
      );
      const now = Date.now();
      if (status === 200) return now - Date.parse(await this.inspect('.State.StartedAt'));
      if (now > deadline) throw new Error(`no answer:\n${await this.logs()}`);
      await sleep(5);
    }
  }

  /** Returns the output of a program of the image's Node, which runs in the container and under its restrictions. */
  evaluate(program: string): Promise<string> {
    return docker('exec', this.id, 'node', '--eval', program);
  }

  /** Returns a field of `docker inspect`. @param field such as `.State.ExitCode` */
  inspect(field: string): Promise<string> {
    return docker('inspect', '--format', `{{${field}}}`, this.id);
  }

  logs(): Promise<string> {
    return docker('logs', this.id);
  }

  /** Returns its standard error so far. */
  async errors(): Promise<string> {
    return dockerErrors('logs', this.id);
  }

  async kill(signal: NodeJS.Signals): Promise<void> {
    await docker('kill', '--signal', signal, this.id);
  }

  /** Waits until the container has stopped. @returns the exit code */
  async gone(): Promise<number> {
    return Number(await docker('wait', this.id));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await docker('rm', '--force', '--volumes', this.id);
    this.callOff();
  }
}
