import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TransferError } from '#client';
import { ConfigurationError } from './command.js';
import { exitCodeOf } from './exit-code-of.js';

describe('exitCodeOf', () => {
  it('every problem of docs/problems.md has the exit code of its cause', () => {
    const page = readFileSync(new URL('../../../docs/problems.md', import.meta.url), 'utf8');
    const rows = page.matchAll(/^\| (\d{3}) +\| \[`(\w+)`\]/gm);
    const byExit: Record<number, string[]> = {};
    for (const [, status, code] of rows) {
      const isTemporary = Number(status) >= 500 || ['408', '429'].includes(status!);
      const exit = exitCodeOf(new TransferError(code!, '', { status: Number(status), isTemporary }));
      (byExit[exit] ??= []).push(code!);
    }
    expect(byExit).toMatchObject({
      1: [
        'malformed_json', // which the client marks as temporary, because it sends only valid JSON
        'method_not_allowed',
        'not_acceptable',
        'upload_not_active',
        'tutorial_route_unavailable',
        'body_too_large',
        'uri_too_long',
        'unsupported_media_type',
        'validity_too_short',
        'object_too_large',
        'object_type_not_allowed',
        'headers_too_large',
      ],
      2: ['invalid_request', 'invalid_key', 'content_length_required'],
      3: ['invalid_token', 'access_denied', 'session_not_active'],
      4: [
        'object_not_found',
        'not_found', // which the client reports as wrong_api, because the API gives it to missing routes only
      ],
      5: expect.arrayContaining(['request_timeout', 'rate_limited', 'storage_unavailable']) as string[],
      6: ['retry_upload', 'object_changed'],
    });
  });

  it.each([
    ['an object that is not there', new TransferError('not_found', '', { status: 404 }), 4],
    ['another server', new TransferError('wrong_api', '', { status: 404 }), 2],
    [
      'a load balancer that has lost the API',
      new TransferError('unexpected_response', '', { status: 404, isTemporary: true }),
      5,
    ],
    [
      'a server that fails',
      new TransferError('unexpected_response', '', { status: 502, isTemporary: true }),
      5,
    ],
    ['an unusable token', new TransferError('unusable_token', ''), 2],
    ['the configuration', new ConfigurationError(''), 2],
    ['any other error', new Error(''), 1],
  ])('%s', (_, error, code) => {
    expect(exitCodeOf(error)).toBe(code);
  });
});
