import { Agent, type ClientRequestArgs } from 'node:http';
import { connect, type Socket } from 'node:net';

/**
 * The clients of a Kubernetes Service. Each new connection goes to the next replica that is ready. The connection stays
 * there, even when that replica is removed from the endpoints.
 */
export class Endpoints {
  readonly agent: Agent;
  #ports: readonly number[] = [];
  #next = 0;

  /** Makes an agent for the clients' connections. @param connections the most connections that clients keep */
  constructor(connections: number) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
    // Node documents that agents may replace `createConnection`. So a connection needn't go to the request's host.
    this.agent.createConnection = (_options: ClientRequestArgs): Socket =>
      connect({ host: '127.0.0.1', port: this.port(), noDelay: true });
  }

  add(port: number): void {
    this.#ports = [...this.#ports, port];
  }

  remove(port: number): void {
    this.#ports = this.#ports.filter((each) => each !== port);
  }

  /** Returns the port of the next replica in turn. */
  port(): number {
    return this.#ports[this.#next++ % this.#ports.length]!;
  }
}
