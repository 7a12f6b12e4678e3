import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { eventually } from '../../support/checks/eventually.js';
import { prometheusProgram } from '../availability.js';

/** The labels that a service monitor adds to a target. */
export const TARGET_LABELS = { job: 'tenant-presign', namespace: 'team-a', pod: 'tenant-presign-1' };

export interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [time: number, value: string];
}

/** A Prometheus that scrapes one process twice a second, with the rules of the component. */
export class Prometheus implements AsyncDisposable {
  private constructor(
    private readonly url: string,
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {}

  static async start(metricsUrl: string, rules: object): Promise<Prometheus> {
    const folder = await mkdtemp(join(tmpdir(), 'prometheus-'));
    const { host } = new URL(metricsUrl);
    await writeFile(join(folder, 'rules.yaml'), stringify(rules));
    await writeFile(
      join(folder, 'prometheus.yaml'),
      stringify({
        global: { scrape_interval: '500ms', scrape_timeout: '500ms', evaluation_interval: '500ms' },
        rule_files: ['rules.yaml'],
        scrape_configs: [
          {
            job_name: TARGET_LABELS.job,
            static_configs: [{ targets: [host], labels: TARGET_LABELS }],
          },
        ],
      }),
    );
    const address = `127.0.0.1:${await freePort()}`;
    const child = spawn(
      prometheusProgram('prometheus'),
      [
        `--config.file=${join(folder, 'prometheus.yaml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=${address}`,
        '--enable-feature=exemplar-storage',
        '--log.level=error',
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    const prometheus = new Prometheus(`http://${address}`, child, folder);
    await eventually('ready', () => prometheus.#isReady());
    return prometheus;
  }

  /** Runs a query. @throws Error with Prometheus's message */
  async query(query: string): Promise<readonly Series[]> {
    const { result } = await this.ask<{ result: readonly Series[] }>('query', { query });
    return result;
  }

  /** Sends a request to the API of Prometheus. @param path a path below `/api/v1` */
  async ask<T>(path: string, parameters: Record<string, string> = {}): Promise<T> {
    const answer = await fetch(`${this.url}/api/v1/${path}?${String(new URLSearchParams(parameters))}`);
    const { data, error } = (await answer.json()) as { data: T; error?: string };
    if (error !== undefined) throw new Error(`${parameters['query']}: ${error}`);
    return data;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.kill();
    await gone;
    await rm(this.folder, { recursive: true });
  }

  async #isReady(): Promise<boolean> {
    if (this.child.exitCode !== null) throw new Error('Prometheus has ended');
    return fetch(`${this.url}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
