import type { FastifyRequest } from 'fastify';
import { AddRouteConfig } from './route-config.js';

export interface RouteReservation {
  /**
   * Returns the number of bytes that the answer and its source data take, beyond the amount that every request may use.
   */
  readonly reserves: (request: FastifyRequest) => number;
}

/** Reserves memory for an answer before the handler runs. */
export const Reserves = (bytes: RouteReservation['reserves']): MethodDecorator =>
  AddRouteConfig({ reserves: bytes } satisfies RouteReservation);
