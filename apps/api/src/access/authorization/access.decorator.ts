import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { accessDenied } from '../../platform/problems/api-error.js';
import type { TenantAccess } from './tenant-access.js';

/** Injects the caller and the tenant that the authentication hook found. */
export const Access = createParamDecorator((_: unknown, context: ExecutionContext): TenantAccess => {
  const { access } = context.getArgByIndex<FastifyRequest>(0);
  if (!access) throw accessDenied({ reason: 'no_permission_declared' });
  return access;
});
