import type { Action } from '#tenant-file';
import type { RouteBudget } from '../../platform/http/own-budget.decorator.js';
import { AddRouteConfig } from '../../platform/http/route-config.js';

/** What a route asks of its callers: a grant of one of these actions, the capability of an upload session, or nothing. */
export type Permission = readonly Action[] | 'capability' | 'public';

export interface RoutePermission {
  readonly permission: Permission;
}

/** The caller must speak for the tenant in the path and hold a grant of one of these; the handler asks which, and for the key. */
export const Requires = (...actions: [Action, ...Action[]]): MethodDecorator =>
  AddRouteConfig({ permission: actions });

/**
 * Lets every holder of the capability in the path call, without a token and without a caller's budget. What the session may do, and
 * how often, the handler asks.
 */
export const RequiresCapability = (): MethodDecorator =>
  AddRouteConfig({ permission: 'capability', budget: 'own' } satisfies RoutePermission & RouteBudget);

/** Anyone may call. The one way to leave a route open, and it must be written down. */
export const Public = (): MethodDecorator => AddRouteConfig({ permission: 'public' });
