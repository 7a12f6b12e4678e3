import { IsIn } from 'class-validator';

/** What probes and load balancers look at. Reasons stand on the management port. */
export class HealthAnswer {
  /** `down` comes with 503. */
  @IsIn(['up', 'down']) readonly status!: 'up' | 'down';
}
