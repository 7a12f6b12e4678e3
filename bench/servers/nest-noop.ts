import 'reflect-metadata';
import { Body, Controller, HttpCode, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { CONSTANT_ANSWER } from './constant-answer.ts';
import { portOf, sayListening } from './listening.ts';

// This server is Nest on Fastify. It reads the same POST request, and answers with an object that was made in advance.
// Decorators are called as functions, since Node only strips types.

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
