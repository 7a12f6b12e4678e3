import { Controller, Get } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Access } from '../../access/authorization/access.decorator.js';
import { Requires } from '../../access/authorization/permission.decorator.js';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import { Reserves } from '../../platform/http/reserves.decorator.js';
import { Operation } from '../../platform/openapi/operation.decorator.js';
import { ValidQuery } from '../../platform/validation/valid-request.decorators.js';
import { STORAGE_PROBLEMS } from '../../storage/storage-problems.js';
import { ObjectsRequest } from './objects.request.js';
import { ObjectsAnswer } from './objects.response.js';
import { DEFAULT_LIMIT, ObjectsService } from './objects.service.js';

const MAX_LIMIT = 1000;
/** The bytes that an item takes, in S3's answer and in this service's answer. */
const ITEM = 1024;

/** Returns how large the page may be, from the query, which is validated only later. */
const pageBytes = ({ query }: FastifyRequest): number => {
  const limit = Number((query as ObjectsRequest).limit ?? DEFAULT_LIMIT);
  return limit <= MAX_LIMIT ? limit * ITEM : 0;
};

@Controller('v1/tenants/:tenant/objects')
export class ObjectsController {
  constructor(private readonly objects: ObjectsService) {}

  /**
   * Lists the objects that the caller's grants of `list` allow, page by page. Send `nextCursor` as `cursor` to get the
   * next page. The last page has no `nextCursor`. With `delimiter=/`, `folders` has the folders directly under the
   * prefix.
   */
  @Get()
  @Reserves(pageBytes)
  @Requires('list')
  @Operation({
    id: 'listObjects',
    tag: 'Objects',
    summary: 'List objects',
    answer: ObjectsAnswer,
    problems: [...STORAGE_PROBLEMS, 'invalid_key', 'sealing_unavailable'],
    links: { listObjects: { parameters: { cursor: '$response.body#/nextCursor' } } },
    examples: {
      'List ten objects of a folder': { prefix: 'notes/', limit: 10 },
      'List the folders and objects at the top': { delimiter: '/' },
    },
  })
  list(@Access() access: TenantAccess, @ValidQuery() request: ObjectsRequest): Promise<ObjectsAnswer> {
    return this.objects.list(access, request);
  }
}
