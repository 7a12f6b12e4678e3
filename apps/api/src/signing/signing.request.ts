import { IsInt, IsString, Matches, Max, Min } from 'class-validator';
import { Optional } from '../validation/optional.js';

/** What every request for a URL says. */
export class SigningRequest {
  /** The object's key, without the tenant's prefix. */
  @IsString() key!: string;
  /** Seconds; the tenant's default where left out, shortened to the tenant's maximum. */
  @Optional() @IsInt() @Min(1) @Max(604_800) expiresIn?: number;
  /** Seconds; what would be shorter is refused. */
  @Optional() @IsInt() @Min(1) @Max(604_800) minValidity?: number;
}

/** The same for one version of an object. It asks for another grant: versions are never implied. */
export class VersionedRequest extends SigningRequest {
  /** S3's version id; `null` is the version of an object that was put before versioning. */
  @Optional() @Matches(/^[\w.~+/=-]{1,1024}$/) versionId?: string;
}
