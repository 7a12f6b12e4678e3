import { Equals, IsInt, Max, Min } from 'class-validator';
import { Optional } from '#validation';

const sessions = { message: 'must be a whole number from 1 to 100000' };
const rate = { message: 'must be a whole number from 1 to 100' };

/** Which session signs URLs. */
export class AttributionEntry {
  /**
   * Each subject gets a session of the role, named after it and limited to its prefixes. CloudTrail and S3’s
   * access log then show the subject.
   */
  @Equals('per-subject', { message: 'must be per-subject; leave attribution out for one session for all' })
  sessions!: 'per-subject';

  /** The largest number of sessions that each pod keeps. The default is 1000. */
  @Optional()
  @IsInt(sessions)
  @Min(1, sessions)
  @Max(100_000, sessions)
  maxSessions?: number;

  /**
   * The number of sessions per second that each pod requests from STS, after a burst of ten times as many. The
   * default is 10.
   */
  @Optional()
  @IsInt(rate)
  @Min(1, rate)
  @Max(100, rate)
  newSessionsPerSecond?: number;
}
