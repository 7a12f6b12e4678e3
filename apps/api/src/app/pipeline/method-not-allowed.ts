import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../../platform/problems/api-error.js';

export const methodNotAllowed = (allow: string): ApiError =>
  new ApiError('method_not_allowed', `Use one of ${allow}.`);

const NEVER = (): void => {};

/** RFC 9110 §15.5.6: a known path with another method is 405 with Allow, where Fastify would say 404. */
export class MethodsByPath {
  readonly #methods = new Map<string, Set<string>>();

  constructor(server: FastifyInstance) {
    server.addHook('onRoute', ({ url, method }) => {
      const methods = this.#methods.get(url) ?? new Set<string>();
      for (const name of [method].flat()) methods.add(name);
      this.#methods.set(url, methods);
    });
  }

  /** Call this when all routes are there. */
  refuseOthers(server: FastifyInstance): void {
    for (const [url, allowed] of Array.from(this.#methods)) {
      if (url === '*') continue; // no path of ours
      const allow = [...allowed].sort().join(', ');
      const method = server.supportedMethods.filter((name) => !allowed.has(name));
      const refuse = (_request: FastifyRequest, reply: FastifyReply, done: (error: Error) => void): void => {
        void reply.header('allow', allow);
        done(methodNotAllowed(allow));
      };
      // before a body or its type is looked at
      server.route({ method, url, onRequest: refuse, handler: NEVER, config: { permission: 'public' } });
    }
  }
}
