import { IsInt, IsString, Max, Min } from 'class-validator';
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
