import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';

// The least that Nest on Fastify can be, straight from node_modules: what starts are compared with.

class Health {
  ready() {
    return { status: 'up' };
  }
}
Controller('health')(Health);
Get('ready')(Health.prototype, 'ready', Object.getOwnPropertyDescriptor(Health.prototype, 'ready'));

class Bare {}
Module({ controllers: [Health] })(Bare);

const app = await NestFactory.create(Bare, new FastifyAdapter(), { logger: false });
await app.listen(3000, '0.0.0.0');
