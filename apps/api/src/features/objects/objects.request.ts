import { Equals, IsIn, IsString, Matches, MaxLength } from 'class-validator';
import { Optional, SchemaOverride } from '#validation';
import { MAX_SEALED } from '../../access/sealing/sealer.js';

const prefix = {
  message: 'must be what the keys begin with, up to 1024 bytes, given once, as ?prefix=reports/',
};
const cursor = { message: `must be the nextCursor of the page before, up to ${MAX_SEALED} characters` };
const limit = { message: 'must be a number from 1 to 1000' };
const delimiter = { message: 'must be /' };
const versions = { message: 'must be true or false' };

/** What to list, and from where on. */
export class ObjectsRequest {
  /** What the keys begin with, without the tenant's prefix; everything that the caller may list where left out. */
  @Optional() @IsString(prefix) prefix?: string;
  /** `nextCursor` of the page before. It knows prefix, delimiter and versions; given again, they must be the same. */
  @Optional() @IsString(cursor) @MaxLength(MAX_SEALED, cursor) cursor?: string;
  /** Items and folders of a page, at most; 100 where left out. */
  @Optional()
  @Matches(/^(?:[1-9]\d{0,2}|1000)$/, limit)
  @SchemaOverride({ type: 'integer', minimum: 1, maximum: 1000 })
  limit?: string;
  /** Only what lies directly under the prefix: the rest is in `folders`. */
  @Optional() @Equals('/', delimiter) delimiter?: '/';
  /** Whether to list every version and delete marker; needs a grant of `downloadVersion` too. */
  @Optional()
  @IsIn(['true', 'false'], versions)
  @SchemaOverride({ type: 'boolean' })
  versions?: 'true' | 'false';
}
