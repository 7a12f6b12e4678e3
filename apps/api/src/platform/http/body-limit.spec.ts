import 'reflect-metadata';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import fastify from 'fastify';
import { expect, it } from 'vitest';
import { Requires } from '../../access/authorization/permission.decorator.js';
import { BodyLimit, keepBodyLimits } from './body-limit.js';

class Handlers {
  @BodyLimit(1000)
  @Requires('upload')
  above(): void {}

  @Requires('upload')
  @BodyLimit(1000)
  below(): void {}
}

const configOf = (name: keyof Handlers): unknown =>
  Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, Handlers.prototype[name]);

it('stands beside the permission, whichever is named first', () => {
  for (const name of ['above', 'below'] as const) {
    expect(configOf(name)).toEqual({ permission: ['upload'], bodyLimit: 1000 });
  }
});

it('holds for its route, to the byte, and for no other', async () => {
  const server = fastify({ bodyLimit: 100 });
  keepBodyLimits(server);
  server.post('/large', { config: { bodyLimit: 1000 } }, (_, reply) => reply.send('taken'));
  server.post('/small', (_, reply) => reply.send('taken'));
  const status = async (url: string, length: number) => {
    const payload = JSON.stringify('x'.repeat(length - 2));
    const headers = { 'content-type': 'application/json' };
    return (await server.inject({ method: 'POST', url, headers, payload })).statusCode;
  };
  expect(await status('/large', 1000)).toBe(200);
  expect(await status('/large', 1001)).toBe(413);
  expect(await status('/small', 100)).toBe(200);
  expect(await status('/small', 101)).toBe(413);
});
