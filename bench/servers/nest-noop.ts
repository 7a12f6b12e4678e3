import 'reflect-metadata';
import { Body, Controller, HttpCode, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { CONSTANT_ANSWER } from './constant-answer.ts';
import { portOf, sayListening } from './listening.ts';

// Nest on Fastify: reads the same POST, and answers with an object that was made beforehand. Decorators are called as
// the functions that they are, since Node strips types and no more.

class Downloads {
  sign(_request: object): object {
    return CONSTANT_ANSWER;
  }
}
const sign = Object.getOwnPropertyDescriptor(Downloads.prototype, 'sign')!;
Controller('v1/tenants/:tenant/downloads')(Downloads);
Post()(Downloads.prototype, 'sign', sign);
HttpCode(200)(Downloads.prototype, 'sign', sign);
Body()(Downloads.prototype, 'sign', 0);

class App {}
Module({ controllers: [Downloads] })(App);

const app = await NestFactory.create<NestFastifyApplication>(App, new FastifyAdapter(), { logger: false });
await app.listen(0, '127.0.0.1');
sayListening(portOf(app.getHttpServer().address()));
