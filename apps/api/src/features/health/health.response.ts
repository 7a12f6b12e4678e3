import { IsIn } from 'class-validator';

/** The health of the process, for probes and load balancers. The management port has the reasons. */
export class HealthAnswer {
  /** The health. `down` has status 503. */
  @IsIn(['up', 'down']) readonly status!: 'up' | 'down';
}
