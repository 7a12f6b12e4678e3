import 'reflect-metadata';
import { Body, Controller, Get, HttpCode, Module, Post, Query, RawBody, type Type } from '@nestjs/common';
import { SwaggerModule } from '@nestjs/swagger';
import { describe, expect, it, vi } from 'vitest';
import { Public, Requires } from '../../access/authorization/permission.decorator.js';
import { DownloadRequest } from '../../features/downloads/download.request.js';
import { ObjectsRequest } from '../../features/objects/objects.request.js';
import { OwnBudget } from '../../platform/http/own-budget.decorator.js';
import { Operation } from '../../platform/openapi/operation.decorator.js';
import { ValidBody, ValidQuery } from '../../platform/validation/valid-request.decorators.js';
import { operationIds } from './document.js';
import { handlersOf, preview } from './handlers.js';

const facts = (id: string | string[]) => ({ id, tag: 'Health', summary: 'Probes' }) as const;

function moduleWith(...controllers: Type[]) {
  @Module({ controllers })
  class Feature {}
  @Module({ imports: [Feature] })
  class Root {}
  return Root;
}

const found = async (...controllers: Type[]) => handlersOf(await preview(moduleWith(...controllers)));

describe('handlers', () => {
  it('are found with what Nest and the decorators say of them', async () => {
    class Base {
      @Get()
      @Public()
      @Operation(facts('inherited'))
      inherited() {}
    }
    @Controller('probes')
    class Probes extends Base {
      @Post('ask')
      @Requires('download')
      @Operation(facts('ask'))
      ask(@ValidBody() _body: DownloadRequest, @ValidQuery() _query: ObjectsRequest) {}

      @Post('answer')
      @HttpCode(202)
      @Public()
      @Operation(facts('answer'))
      answer() {}

      noHandler() {}
    }
    expect(await found(Probes)).toEqual([
      expect.objectContaining({
        name: 'ask',
        status: 201,
        permission: ['download'],
        body: DownloadRequest,
        query: ObjectsRequest,
      }),
      expect.objectContaining({ name: 'answer', status: 202, permission: 'public', body: undefined }),
      expect.objectContaining({
        controller: Probes,
        name: 'inherited',
        status: 200,
        facts: facts('inherited'),
      }),
    ]);
  });

  it('are looked at without a start: no provider is created, no factory called', async () => {
    const called = vi.fn<() => void>();
    @Controller()
    class Probes {
      constructor() {
        called();
      }
      @Get()
      @Public()
      @Operation(facts('live'))
      live() {}
    }
    class Service {
      constructor() {
        called();
      }
      onModuleInit = called;
    }
    @Module({ controllers: [Probes], providers: [Service, { provide: 'made', useFactory: called }] })
    class Root {}
    const app = await preview(Root);
    expect(handlersOf(app)).toHaveLength(1);
    expect(called).not.toHaveBeenCalled();
    expect(app.getHttpServer().listening).toBe(false);
  });

  it('can’t go without @Operation', async () => {
    @Controller('probes')
    class Probes {
      @Get('live')
      @Public()
      live() {}
    }
    await expect(found(Probes)).rejects.toThrow('Probes.live lacks @Operation');
  });

  it('can’t go without a permission', async () => {
    @Controller('probes')
    class Probes {
      @Get('live')
      @OwnBudget()
      @Operation(facts('live'))
      live() {}
    }
    await expect(found(Probes)).rejects.toThrow('Probes.live lacks @Requires()');
  });

  it.each([
    ['@Body()', Body()],
    ['@Query()', Query()],
    ["@Query('key')", Query('key')],
    ['@RawBody()', RawBody()],
  ])('can’t take %s: nothing validates it', async (_, parameter) => {
    @Controller('probes')
    class Probes {
      @Post('ask')
      @Public()
      @Operation(facts('ask'))
      ask(@parameter _request: DownloadRequest) {}
    }
    await expect(found(Probes)).rejects.toThrow('Probes.ask takes @Body or @Query');
  });
});

it('handlers may take decorators of our own, whatever ids Nest draws for them', async () => {
  for (let round = 0; round < 100; round++) {
    @Controller('probes')
    class Probes {
      @Post('ask')
      @Public()
      @Operation(facts('ask'))
      ask(@ValidBody() _body: DownloadRequest, @ValidQuery() _query: ObjectsRequest) {}
    }
    expect(await found(Probes)).toHaveLength(1);
  }
});

describe('operation ids', () => {
  const documentOf = async (ids: string | string[], paths: string | string[], ends?: string[]) => {
    @Controller(paths)
    class Probes {
      @Get(ends)
      @Public()
      @Operation(facts(ids))
      live() {}
    }
    const app = await preview(moduleWith(Probes));
    const operationIdFactory = operationIds(handlersOf(app));
    const { paths: made } = SwaggerModule.createDocument(app, CONFIG, { operationIdFactory });
    return Object.fromEntries(Object.entries(made).map(([path, { get }]) => [path, get!.operationId]));
  };
  const CONFIG = { openapi: '3.1.0', info: { title: 'Probes', version: '1.0.0' } };

  it.each([
    ['one', 'one', 'probes', undefined, { '/probes': 'one' }],
    ['one for each prefix', ['a', 'b'], ['one', 'two'], undefined, { '/one': 'a', '/two': 'b' }],
    ['one for each path', ['a', 'b'], 'probes', ['one', 'two'], { '/probes/one': 'a', '/probes/two': 'b' }],
  ])('%s', async (_, ids, paths, ends, expected) => {
    expect(await documentOf(ids, paths, ends)).toEqual(expected);
  });

  it.each([
    ['two paths share one', 'one', ['one', 'two']],
    ['a path has none', ['a', 'b'], ['one', 'two', 'three']],
    ['there is none', [], 'one'],
  ])('are refused where %s', async (_, ids, paths) => {
    await expect(documentOf(ids, paths)).rejects.toThrow(/^Probes\.live\S* lacks an id in @Operation$/);
  });
});
