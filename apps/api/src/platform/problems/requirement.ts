import { ArrayMaxSize, IsArray, IsString } from 'class-validator';

/** The maximum number of prefixes that a refusal lists. */
export const MAX_PREFIXES = 10;

/** The action for which the caller lacks a grant, and the prefixes for which the caller has one. */
export class Requirement {
  /** The action that was requested, by its name in the tenant file, such as `upload`. */
  @IsString() readonly action!: string;
  /**
   * Up to 10 key prefixes under which the caller's grants allow the action. The list is empty if no grant allows it.
   */
  @IsArray() @ArrayMaxSize(MAX_PREFIXES) @IsString({ each: true }) readonly prefixes!: readonly string[];
}
