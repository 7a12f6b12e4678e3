import { fastify } from 'fastify';
import { CONSTANT_ANSWER } from './constant-answer.ts';
import { portOf, sayListening } from './listening.ts';

// This server is bare Fastify. It reads the same POST request, and answers with a text that was made in advance.

const text = JSON.stringify(CONSTANT_ANSWER);
const app = fastify();
app.post('/v1/tenants/:tenant/downloads', (_request, reply) =>
  reply.header('content-type', 'application/json; charset=utf-8').send(text),
);
await app.listen({ host: '127.0.0.1', port: 0 });
sayListening(portOf(app.server.address()));
