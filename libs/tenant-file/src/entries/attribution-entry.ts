import { Equals, IsInt, Max, Min } from 'class-validator';
import { Optional } from '#validation';

const sessions = { message: 'must be a whole number from 1 to 100000' };
const rate = { message: 'must be a whole number from 1 to 100' };

/** Which session signs. */
export class AttributionEntry {
  /**
   * Each subject gets a session of the role, named after it and limited to its prefixes. CloudTrail and S3’s
   * access log then show the subject.
   */
  @Equals('per-subject', { message: 'must be per-subject; leave attribution out for one session for all' })
  sessions!: 'per-subject';

  /** How many sessions each pod keeps. The default is 1000. */
  @Optional()
  @IsInt(sessions)
  @Min(1, sessions)
  @Max(100_000, sessions)
  maxSessions?: number;

  /** How many sessions a second each pod asks STS for, after ten times as many at once. The default is 10. */
  @Optional()
  @IsInt(rate)
  @Min(1, rate)
  @Max(100, rate)
  newSessionsPerSecond?: number;
}
