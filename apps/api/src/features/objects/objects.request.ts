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

/** What to list, and where to continue. */
export class ObjectsRequest {
  /** The beginning of the keys, without the tenant's prefix. The default is everything that the caller may list. */
  @Optional() @IsString(prefix) prefix?: string;
  /** `nextCursor` of the previous page. It contains prefix, delimiter and versions. If you send these again, they must be the same. */
  @Optional() @IsString(cursor) @MaxLength(MAX_SEALED, cursor) cursor?: string;
  /** The largest number of items and folders of a page; the default is 100. */
  @Optional()
  @Matches(/^(?:[1-9]\d{0,2}|1000)$/, limit)
  @SchemaOverride({ type: 'integer', minimum: 1, maximum: 1000 })
  limit?: string;
  /** `/` lists only what lies directly below the prefix, and puts the rest into `folders`. */
  @Optional() @Equals('/', delimiter) delimiter?: '/';
  /** Whether to list every version and delete marker, which also needs a grant of `downloadVersion`. */
  @Optional()
  @IsIn(['true', 'false'], versions)
  @SchemaOverride({ type: 'boolean' })
  versions?: 'true' | 'false';
}
