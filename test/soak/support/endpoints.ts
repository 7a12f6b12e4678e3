import { Agent, type ClientRequestArgs } from 'node:http';
import { connect, type Socket } from 'node:net';

/**
 * Clients of a Kubernetes Service: each new connection goes to one of the replicas that are ready, in turn, and stays
 * there, also when that one is taken out.
 */
export class Endpoints {
  readonly agent: Agent;
  #ports: readonly number[] = [];
  #next = 0;

  /** @param connections that clients keep at most */
  constructor(connections: number) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
    // Node documents `createConnection` as what agents may replace: it needn't go where the request says.
    this.agent.createConnection = (_options: ClientRequestArgs): Socket =>
      connect({ host: '127.0.0.1', port: this.port(), noDelay: true });
  }

  add(port: number): void {
    this.#ports = [...this.#ports, port];
  }

  remove(port: number): void {
    this.#ports = this.#ports.filter((each) => each !== port);
  }

  /** Of the next in turn. */
  port(): number {
    return this.#ports[this.#next++ % this.#ports.length]!;
  }
}
