import { describe, expect, it } from 'vitest';
import { bucketEndpoint } from './bucket-endpoint.js';
import { endpointAt } from './endpoint-at.js';

describe('the endpoint of a known URL', () => {
  it.each([
    ['https://team-a-files.s3.eu-west-1.amazonaws.com', {}],
    ['https://s3.eu-west-1.amazonaws.com/team-a-files', { forcePathStyle: true }],
    [
      'https://store.example:8443/team-a-files/',
      { endpoint: 'https://store.example:8443', forcePathStyle: true },
    ],
    [
      'https://store.example:443/s3/team-a-files',
      { endpoint: 'https://store.example/s3', forcePathStyle: true },
    ],
  ])('is what the rules of the AWS SDK find: %s', (url, options) => {
    const location = { bucket: 'team-a-files', region: 'eu-west-1', ...options };
    expect(endpointAt(url, 'eu-west-1')).toEqual(bucketEndpoint(location));
  });

  it.each([
    '',
    'team-a-files',
    'ftp://x',
    'https://x/?a',
    'https://x/#a',
    'https://user@x/',
    'https://:p@x/',
  ])('is refused for %j', (url) => {
    expect(() => endpointAt(url, 'eu-west-1')).toThrow(/URL of the bucket must begin/);
  });

  it.each(['', 'eu west', 'eu/west', 'x\n'])('is refused for the region %j', (region) => {
    expect(() => endpointAt('https://x', region)).toThrow(/region must be a name/);
  });
});
