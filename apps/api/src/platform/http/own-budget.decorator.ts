import { AddRouteConfig } from './route-config.js';

export interface RouteBudget {
  readonly budget?: 'own';
}

/**
 * The caller's budget is not touched: the handler draws on another one (`RateLimiter.ofUpload`), once it knows which. For
 * what goes on within an upload.
 */
export const OwnBudget = (): MethodDecorator => AddRouteConfig({ budget: 'own' } satisfies RouteBudget);
