import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { MaybePromise } from '#s3-presign';
import type { RoutePermission } from '../../access/authorization/permission.decorator.js';
import type { RouteMediaTypes } from '../../platform/http/accept.js';
import type { RouteBodyLimit } from '../../platform/http/body-limit.js';
import type { RouteBudget } from '../../platform/http/own-budget.decorator.js';
import type { RouteReservation } from '../../platform/http/reserves.decorator.js';

/** The config of a route, which the decorators of its handler set. */
export type RouteConfig = Partial<
  RouteMediaTypes & RoutePermission & RouteBodyLimit & RouteBudget & RouteReservation
>;

/** Refuses a request by throwing. */
export type Gate = (request: FastifyRequest, reply: FastifyReply, route: RouteConfig) => MaybePromise<void>;

/**
 * Creates a list of gates, which run before the body is read, in the order in which they are added. One Fastify hook
 * runs all of them, and creates a promise only if a gate returns one: a promise for each gate would cost a request 1.5
 * %.
 *
 * @returns a function that takes a gate and returns the function that adds it
 */
export function gatesOf(server: FastifyInstance): (gate: Gate) => () => void {
  const gates: Gate[] = [];
  const pass = (
    request: FastifyRequest,
    reply: FastifyReply,
    route: RouteConfig,
    first = 0,
  ): MaybePromise<void> => {
    for (let index = first; index < gates.length; index++) {
      const pending = gates[index]!(request, reply, route);
      if (pending) return pending.then(() => pass(request, reply, route, index + 1));
    }
  };
  const hook = (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void): void => {
    // One turn later, a short body has arrived too, so that the connection can stay open.
    const refuse = (error: Error): void => void setImmediate(done, error);
    try {
      const pending = pass(request, reply, request.routeOptions.config as RouteConfig); // each access creates it anew
      if (pending) pending.then(() => done(), refuse);
      else done();
    } catch (error) {
      refuse(error as Error);
    }
  };
  return (gate) => () => {
    if (gates.push(gate) === 1) server.addHook('onRequest', hook);
  };
}
