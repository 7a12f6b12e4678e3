import type { FastifyRequest } from 'fastify';
import { AddRouteConfig } from './route-config.js';

export interface RouteReservation {
  /** Bytes that the answer takes, and what it is made of, beyond what every request may use. */
  readonly reserves: (request: FastifyRequest) => number;
}

/** Reserves memory for an answer before anything is done for it. */
export const Reserves = (bytes: RouteReservation['reserves']): MethodDecorator =>
  AddRouteConfig({ reserves: bytes } satisfies RouteReservation);
