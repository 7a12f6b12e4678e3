import 'reflect-metadata';
import { Controller, Get, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';

// The smallest possible Nest application on Fastify, from node_modules. Start times are compared with this program.

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
