import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { Action } from '../grants/grants.js';

/** What a route asks of its callers: an action of the tenant, any grant at all, or nothing. */
export type Permission = Action | 'public';

export interface RoutePermission {
  readonly permission: Permission;
}

/** The caller must speak for the tenant in the path and hold a grant of this action; the key is checked by the handler. */
export const Requires = (action: Action): MethodDecorator =>
  applyDecorators(RouteConfig({ permission: action }));

/** Anyone may call. The one way to leave a route open, and it must be written down. */
export const Public = (): MethodDecorator => applyDecorators(RouteConfig({ permission: 'public' }));
