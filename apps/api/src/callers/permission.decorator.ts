import type { Action } from '../grants/grants.js';
import { AddRouteConfig } from '../http/route-config.js';

/** What a route asks of its callers: a grant of one of these actions, or nothing. */
export type Permission = readonly Action[] | 'public';

export interface RoutePermission {
  readonly permission: Permission;
}

/** The caller must speak for the tenant in the path and hold a grant of one of these; the handler asks which, and for the key. */
export const Requires = (...actions: [Action, ...Action[]]): MethodDecorator =>
  AddRouteConfig({ permission: actions });

/** Anyone may call. The one way to leave a route open, and it must be written down. */
export const Public = (): MethodDecorator => AddRouteConfig({ permission: 'public' });
