import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from '../../platform/problems/api-error.js';

export const methodNotAllowed = (allow: string): ApiError =>
  new ApiError('method_not_allowed', `Use one of ${allow}.`);

const NEVER = (): void => {};

/**
 * Answers a known path with an unsupported method with 405 and Allow (RFC 9110 §15.5.6), for which Fastify would answer
 * 404.
 */
export class MethodsByPath {
  readonly #methods = new Map<string, Set<string>>();

  constructor(server: FastifyInstance) {
    server.addHook('onRoute', ({ url, method }) => {
      const methods = this.#methods.get(url) ?? new Set<string>();
      for (const name of [method].flat()) methods.add(name);
      this.#methods.set(url, methods);
    });
  }

  /** Adds the routes for unsupported methods. Call this after all other routes are added. */
  refuseOthers(server: FastifyInstance): void {
    for (const [url, allowed] of Array.from(this.#methods)) {
      if (url === '*') continue; // not a path of the API
      const allow = [...allowed].sort().join(', ');
      const method = server.supportedMethods.filter((name) => !allowed.has(name));
      const refuse = (_request: FastifyRequest, reply: FastifyReply, done: (error: Error) => void): void => {
        void reply.header('allow', allow);
        done(methodNotAllowed(allow));
      };
      // refuses before the body or its type is checked
      server.route({ method, url, onRequest: refuse, handler: NEVER, config: { permission: 'public' } });
    }
  }
}
