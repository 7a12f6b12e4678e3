import { Equals, IsIn, IsString, Matches, MaxLength } from 'class-validator';
import { Optional, SchemaOverride } from '#validation';
import { MAX_SEALED } from '../../access/sealing/sealer.js';

const prefix = {
  message: 'must be what the keys begin with, up to 1024 bytes, given once, such as ?prefix=reports/',
};
const cursor = { message: `must be the nextCursor of the page before, up to ${MAX_SEALED} characters` };
const limit = { message: 'must be a number from 1 to 1000' };
const delimiter = { message: 'must be /' };
const versions = { message: 'must be true or false' };

/** The query names the keys to list, and the position at which the list continues. */
export class ObjectsRequest {
  /**
   * The beginning of the keys to list, without the tenant's prefix. By default, the service lists all keys that the
   * caller may list.
   */
  @Optional() @IsString(prefix) prefix?: string;
  /**
   * The `nextCursor` of the previous page. It contains `prefix`, `delimiter` and `versions`. If you send these again,
   * they must have the same values.
   */
  @Optional() @IsString(cursor) @MaxLength(MAX_SEALED, cursor) cursor?: string;
  /** The maximum number of items and folders on a page, from 1 to 1,000. The default is 100. */
  @Optional()
  @Matches(/^(?:[1-9]\d{0,2}|1000)$/, limit)
  @SchemaOverride({ type: 'integer', minimum: 1, maximum: 1000 })
  limit?: string;
  /**
   * Set `/` to list only the objects directly under the prefix. `folders` of the answer then has the folders that
   * contain the other objects.
   */
  @Optional() @Equals('/', delimiter) delimiter?: '/';
  /**
   * Set true to list every version and every delete marker. The caller then also needs a grant of `downloadVersion`.
   */
  @Optional()
  @IsIn(['true', 'false'], versions)
  @SchemaOverride({ type: 'boolean' })
  versions?: 'true' | 'false';
}
