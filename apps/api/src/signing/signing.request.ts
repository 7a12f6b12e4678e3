import { IsInt, IsString, Matches, Max, Min } from 'class-validator';
import { Optional } from '../validation/optional.js';

// Every message completes "<pointer> …": it is what a client reads.

const key = { message: 'must be the key of an object, as reports/2026.pdf' };
const seconds = { message: 'must be whole seconds from 1 to 604800' };
const version = { message: 'must be a version id as S3 gives it, up to 1024 characters' };

/** What every request for a URL says. */
export class SigningRequest {
  /** The object's key, without the tenant's prefix. */
  @IsString(key) key!: string;
  /** Seconds; the tenant's default where left out, shortened to the tenant's maximum. */
  @Optional() @IsInt(seconds) @Min(1, seconds) @Max(604_800, seconds) expiresIn?: number;
  /** Seconds; what would be shorter is refused. */
  @Optional() @IsInt(seconds) @Min(1, seconds) @Max(604_800, seconds) minValidity?: number;
}

/** For which object, or which version of it, and for how long. A version asks for another grant: versions are never implied. */
export class VersionedRequest extends SigningRequest {
  /** S3's version id; `null` is the version of an object that was put before versioning. */
  @Optional() @Matches(/^[\w.~+/=-]{1,1024}$/, version) versionId?: string;
}
