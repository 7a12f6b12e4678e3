import { AddRouteConfig } from './route-config.js';

export interface RouteBudget {
  readonly budget?: 'own';
}

/**
 * Marks a route that does not use the caller's rate limit. The handler uses another budget (`RateLimiter.ofUpload`)
 * once the upload is known. For requests within an upload.
 */
export const OwnBudget = (): MethodDecorator => AddRouteConfig({ budget: 'own' } satisfies RouteBudget);
