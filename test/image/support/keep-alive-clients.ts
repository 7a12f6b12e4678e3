import { Agent, request } from 'node:http';

export interface ClientLoad {
  readonly clients: number;
  readonly path: string;
  readonly token: string;
  readonly body: object;
  /** Where to connect: asked anew for every request, as a Service is. */
  readonly target: () => string;
}

/** Clients that ask again as soon as they are answered, on connections that they keep while the server lets them. */
export class KeepAliveClients {
  answered = 0;
  readonly failures: string[] = [];
  readonly #agent: Agent;
  #isOver: () => boolean = () => false;

  constructor(private readonly load: ClientLoad) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: load.clients });
  }

  /** Settles when all clients have stopped. @param isOver asked before every request */
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

  /** @returns what went wrong */
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
