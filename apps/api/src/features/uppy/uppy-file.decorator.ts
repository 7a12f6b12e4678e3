import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { requireValid } from '../../platform/validation/require-valid.js';
import { validatedClasses } from '../../platform/validation/valid-request.decorators.js';
import { UppyFile } from './uppy.requests.js';

validatedClasses.add(UppyFile);

/** Injects the file in the query, where Uppy writes metadata as `metadata[name]=value`. */
export const FileInQuery = createParamDecorator((_: unknown, context: ExecutionContext): UppyFile => {
  const { query } = context.getArgByIndex<FastifyRequest>(0);
  return requireValid(withMetadata(query as object), 'query', UppyFile) as UppyFile;
});

/** Returns a query with its `metadata[name]` members collected in one object (OpenAPI's `deepObject`). */
export function withMetadata(query: object): object {
  const members: [string, unknown][] = [];
  const metadata: [string, unknown][] = [];
  for (const [name, value] of Object.entries(query)) {
    const inner = /^metadata\[([^\]]*)\]$/.exec(name)?.[1];
    if (inner === undefined) members.push([name, value]);
    else metadata.push([inner, value]);
  }
  if (metadata.length > 0) members.push(['metadata', Object.fromEntries(metadata)]);
  return Object.fromEntries(members);
}
