import { Agent, request } from 'node:http';

export interface ClientLoad {
  readonly clients: number;
  readonly path: string;
  readonly token: string;
  readonly body: object;
  /** Returns the URL to connect to. It is called for every request, as a Service chooses a pod. */
  readonly target: () => string;
}

/**
 * Clients that send the next request as soon as they have an answer, on connections that stay open while the server
 * allows it.
 */
export class KeepAliveClients {
  answered = 0;
  readonly failures: string[] = [];
  readonly #agent: Agent;
  #isOver: () => boolean = () => false;

  constructor(private readonly load: ClientLoad) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: load.clients });
  }

  /** Waits until all clients have stopped. @param isOver tells a client to stop; it is called before every request */
  async run(isOver: () => boolean): Promise<void> {
    this.#isOver = isOver;
    await Promise.all(Array.from({ length: this.load.clients }, () => this.#client()));
    this.#agent.destroy();
  }

  async #client(): Promise<void> {
    while (!this.#isOver()) {
      const failure = await this.#ask();
      if (failure === undefined) this.answered += 1;
      else this.failures.push(failure);
    }
  }

  /** Sends one request. @returns the error, if there is one */
  #ask(): Promise<string | undefined> {
    const { path, token, body, target } = this.load;
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    return new Promise((resolve) => {
      const outgoing = request(
        `${target()}${path}`,
        { method: 'POST', agent: this.#agent, headers },
        (response) => {
          response.on('error', (error) => resolve(`answer: ${error.message}`));
          response.on('end', () =>
            resolve(response.statusCode === 200 ? undefined : `status ${response.statusCode}`),
          );
          response.resume();
        },
      );
      outgoing.on('error', (error) => resolve(error.message));
      outgoing.end(JSON.stringify(body));
    });
  }
}
