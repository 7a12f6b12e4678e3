import { ArrayMaxSize, IsArray, IsString } from 'class-validator';

/** The most prefixes that a refusal lists. */
export const MAX_PREFIXES = 10;

/** What the caller would need a grant for, and where the caller has one. */
export class Requirement {
  /** The action that was requested, by its name in the tenant file. */
  @IsString() readonly action!: string;
  /** Up to 10 prefixes under which the caller's grants allow the action. It is empty if there are none. */
  @IsArray() @ArrayMaxSize(MAX_PREFIXES) @IsString({ each: true }) readonly prefixes!: readonly string[];
}
