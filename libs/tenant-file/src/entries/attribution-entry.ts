import { Equals, IsInt, Max, Min } from 'class-validator';
import { Optional } from '#validation';

const sessions = { message: 'must be a whole number from 1 to 100000' };
const rate = { message: 'must be a whole number from 1 to 100' };

/** Whose session signs. */
export class AttributionEntry {
  /** A session of the role for each subject, named after it and held to the caller’s prefixes: CloudTrail and S3’s access log tell who. */
  @Equals('per-subject', { message: 'must be per-subject; leave attribution out for one session for all' })
  sessions!: 'per-subject';

  /** Sessions that are kept, per pod. 1000 where left out. */
  @Optional()
  @IsInt(sessions)
  @Min(1, sessions)
  @Max(100_000, sessions)
  maxSessions?: number;

  /** Sessions that STS is asked for in a second, per pod, after ten times as many at once. 10 where left out. */
  @Optional()
  @IsInt(rate)
  @Min(1, rate)
  @Max(100, rate)
  newSessionsPerSecond?: number;
}
