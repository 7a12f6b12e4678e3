import type { FastifyRequest } from 'fastify';
import { expect, it } from 'vitest';
import { EnvironmentError, readEnvironment } from '../../app/environment.js';
import { publicUrlFor } from './public-url.js';

const request = (headers: object): FastifyRequest =>
  ({ protocol: 'http', host: 'pod:3000', headers }) as FastifyRequest;

it.each<[object, string]>([
  [{}, 'http://pod:3000'],
  [{ 'x-forwarded-proto': 'https' }, 'https://pod:3000'],
  [{ 'x-forwarded-proto': 'https, http', 'x-forwarded-host': 'presign.example' }, 'https://presign.example'],
  [{ 'x-forwarded-host': '[::1]:8443' }, 'http://[::1]:8443'],
  [{ 'x-forwarded-proto': 'javascript', 'x-forwarded-host': 'evil/@x' }, 'http://pod:3000'],
])('with %j the API is at %s', (headers, url) => {
  expect(publicUrlFor(request(headers), undefined)).toBe(url);
  expect(publicUrlFor(request(headers), 'https://gate.example/presign')).toBe('https://gate.example/presign');
});

const read = (PUBLIC_URL: string) => readEnvironment({ TENANTS_FILE: 'tenants.yaml', PUBLIC_URL }).publicUrl;

it('PUBLIC_URL may have a path, and loses the slash at its end', () => {
  expect(read('https://gate.example/presign/')).toBe('https://gate.example/presign');
  expect(read('http://127.0.0.1:3000')).toBe('http://127.0.0.1:3000');
  expect(read('')).toBeUndefined();
});

it.each([
  'gate.example',
  'ftp://gate.example',
  'https://a:b@gate.example',
  'https://gate.example/?a',
  'https://gate.example/#a=b',
])('PUBLIC_URL=%s is refused', (url) => {
  expect(() => read(url)).toThrow(EnvironmentError);
});
