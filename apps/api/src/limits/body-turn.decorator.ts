import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { NextTurn } from './large-body-queue.js';

/** What goes on where the body's turn ended; `undefined` for a short body, which had none. */
export const BodyTurn = createParamDecorator(
  (_: unknown, context: ExecutionContext): NextTurn | undefined =>
    context.getArgByIndex<FastifyRequest>(0).nextTurn,
);
