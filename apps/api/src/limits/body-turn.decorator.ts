import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { NextTurn } from '../platform/turns/long-work-queue.js';

/** Injects the turn that follows the parsing of a large body; `undefined` for a short body, which had no turn. */
export const BodyTurn = createParamDecorator(
  (_: unknown, context: ExecutionContext): NextTurn | undefined =>
    context.getArgByIndex<FastifyRequest>(0).nextTurn,
);
