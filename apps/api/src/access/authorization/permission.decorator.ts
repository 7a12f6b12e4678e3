import type { Action } from '#tenant-file';
import type { RouteBudget } from '../../platform/http/own-budget.decorator.js';
import { AddRouteConfig } from '../../platform/http/route-config.js';

/**
 * The permission that a route requires: a grant of one of these actions, the capability of an upload session, or none.
 */
export type Permission = readonly Action[] | 'capability' | 'public';

export interface RoutePermission {
  readonly permission: Permission;
}

/**
 * Requires a caller who may act for the tenant in the path and has a grant of at least one of these actions. The
 * handler checks the grant for the specific action and key.
 */
export const Requires = (...actions: [Action, ...Action[]]): MethodDecorator =>
  AddRouteConfig({ permission: actions });

/**
 * Allows every holder of the capability in the path to call the route, without a token and without a caller's rate
 * limit. The handler checks the session's permissions and its own rate limit.
 */
export const RequiresCapability = (): MethodDecorator =>
  AddRouteConfig({ permission: 'capability', budget: 'own' } satisfies RoutePermission & RouteBudget);

/**
 * Allows every client to call the route without authentication. A route without a declared permission is refused, so an
 * open route must use this decorator.
 */
export const Public = (): MethodDecorator => AddRouteConfig({ permission: 'public' });
