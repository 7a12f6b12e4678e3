import { IsIn } from 'class-validator';

/** The answer has the health of the process. The management port shows the reasons. */
export class HealthAnswer {
  /** The health. The answer has the HTTP status 200 with `up`, and 503 with `down`. */
  @IsIn(['up', 'down']) readonly status!: 'up' | 'down';
}
