import { ArrayMaxSize, IsArray, IsString } from 'class-validator';

/** The most prefixes that a refusal lists. */
export const MAX_PREFIXES = 10;

/** What the caller would need a grant for, and where the caller has one. */
export class Requirement {
  /** The action that was asked for, as in the tenant file. */
  @IsString() readonly action!: string;
  /** Prefixes under which the caller may do this, up to 10 of them. Empty if there is none. */
  @IsArray() @ArrayMaxSize(MAX_PREFIXES) @IsString({ each: true }) readonly prefixes!: readonly string[];
}
