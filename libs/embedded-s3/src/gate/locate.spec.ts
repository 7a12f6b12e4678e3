import { describe, expect, it } from 'vitest';
import { locate } from './locate.js';

describe('locate', () => {
  it.each([
    ['127.0.0.1:9000', '/team-a/b/c.txt', { bucket: 'team-a', key: 'b/c.txt' }],
    ['localhost:9000', '/team-a/b', { bucket: 'team-a', key: 'b' }],
    ['localhost.', '/team-a/b', { bucket: 'team-a', key: 'b' }],
    ['[::1]:9000', '/team-a/b', { bucket: 'team-a', key: 'b' }],
    ['s3.example:9000', '/team-a/b', { bucket: 'team-a', key: 'b' }],
    ['127.0.0.1', '/team-a', { bucket: 'team-a', key: '' }],
    ['127.0.0.1', '/team-a/', { bucket: 'team-a', key: '' }],
    ['127.0.0.1', '/team-a//b', { bucket: 'team-a', key: '/b' }],
    ['127.0.0.1', '/team-a/../team-b/c', { bucket: 'team-a', key: '../team-b/c' }],
    ['127.0.0.1', '/', { bucket: '', key: '' }],
    ['127.0.0.1', '//team-a/b', { bucket: '', key: 'team-a/b' }],
  ])('finds path style at %s%s', (host, path, place) => {
    expect(locate(host, path)).toEqual(place);
  });

  it.each([
    ['team-a.localhost:9000', '/b/c.txt', { bucket: 'team-a', key: 'b/c.txt' }],
    ['team-a.localhost', '/', { bucket: 'team-a', key: '' }],
    ['team-a.localhost.:9000', '/team-b/c', { bucket: 'team-a', key: 'team-b/c' }],
    ['Team-A.LocalHost', '/b', { bucket: 'team-a', key: 'b' }],
    ['files.team-a.localhost', '/b', { bucket: 'files.team-a', key: 'b' }],
  ])('finds virtual-hosted style at %s%s', (host, path, place) => {
    expect(locate(host, path)).toEqual(place);
  });

  it('takes keys of 1,024 bytes and no more', () => {
    const key = 'ü'.repeat(512);
    expect(locate('localhost', `/team-a/${key}`).key).toBe(key);
    expect(() => locate('localhost', `/team-a/${key}a`)).toThrow('Your key is too long');
  });

  it('refuses a request without a host', () => {
    expect(() => locate(undefined, '/team-a/b')).toThrow('Host');
  });
});
