import { describe, expect, it } from 'vitest';
import { PresignError } from '../errors.js';
import { bucketEndpoint, type BucketEndpoint, type BucketLocation } from './bucket-endpoint.js';

const BUCKET = 'team-a-files';
const ACCESS_POINT = 'arn:aws:s3:eu-west-1:222222222222:accesspoint/team-a';

const at = (origin: string, path: string, signingRegion: string, signingService = 's3'): BucketEndpoint => ({
  origin,
  host: origin.replace(/^https?:\/\//, ''),
  path,
  signingRegion,
  signingService,
});

const FOUND: [string, BucketLocation, BucketEndpoint][] = [
  [
    'virtual-hosted style',
    { bucket: BUCKET, region: 'eu-west-1' },
    at('https://team-a-files.s3.eu-west-1.amazonaws.com', '', 'eu-west-1'),
  ],
  [
    'us-east-1, by its own name too',
    { bucket: BUCKET, region: 'us-east-1' },
    at('https://team-a-files.s3.us-east-1.amazonaws.com', '', 'us-east-1'),
  ],
  [
    'China',
    { bucket: BUCKET, region: 'cn-north-1' },
    at('https://team-a-files.s3.cn-north-1.amazonaws.com.cn', '', 'cn-north-1'),
  ],
  [
    'GovCloud',
    { bucket: BUCKET, region: 'us-gov-west-1' },
    at('https://team-a-files.s3.us-gov-west-1.amazonaws.com', '', 'us-gov-west-1'),
  ],
  [
    'path style where asked for',
    { bucket: BUCKET, region: 'eu-west-1', forcePathStyle: true },
    at('https://s3.eu-west-1.amazonaws.com', '/team-a-files', 'eu-west-1'),
  ],
  [
    'path style for a name with dots, which no wildcard certificate covers',
    { bucket: 'files.team-a.example', region: 'eu-west-1' },
    at('https://s3.eu-west-1.amazonaws.com', '/files.team-a.example', 'eu-west-1'),
  ],
  [
    'a custom endpoint',
    { bucket: BUCKET, region: 'us-east-1', endpoint: 'https://store.example:8443' },
    at('https://team-a-files.store.example:8443', '', 'us-east-1'),
  ],
  [
    'a custom endpoint, path style',
    { bucket: BUCKET, region: 'us-east-1', endpoint: 'http://localhost:9000', forcePathStyle: true },
    at('http://localhost:9000', '/team-a-files', 'us-east-1'),
  ],
  [
    'path style at an IPv4 address',
    { bucket: BUCKET, region: 'us-east-1', endpoint: 'http://127.0.0.1:9000' },
    at('http://127.0.0.1:9000', '/team-a-files', 'us-east-1'),
  ],
  [
    'path style at an IPv6 address',
    { bucket: BUCKET, region: 'us-east-1', endpoint: 'http://[::1]:9000' },
    at('http://[::1]:9000', '/team-a-files', 'us-east-1'),
  ],
  [
    'a base path',
    { bucket: BUCKET, region: 'us-east-1', endpoint: 'https://store.example/s3/v1/' },
    at('https://team-a-files.store.example', '/s3/v1', 'us-east-1'),
  ],
  [
    'a base path, path style',
    { bucket: BUCKET, region: 'us-east-1', endpoint: 'https://store.example/s3/v1', forcePathStyle: true },
    at('https://store.example', '/s3/v1/team-a-files', 'us-east-1'),
  ],
  [
    'the port of https left out, as clients leave it out of host',
    { bucket: BUCKET, region: 'us-east-1', endpoint: 'https://store.example:443', forcePathStyle: true },
    at('https://store.example', '/team-a-files', 'us-east-1'),
  ],
  [
    'the port of http left out',
    { bucket: BUCKET, region: 'us-east-1', endpoint: 'http://store.example:80', forcePathStyle: true },
    at('http://store.example', '/team-a-files', 'us-east-1'),
  ],
  [
    'an access point, in the region of its ARN',
    { bucket: ACCESS_POINT, region: 'us-east-1' },
    at('https://team-a-222222222222.s3-accesspoint.eu-west-1.amazonaws.com', '', 'eu-west-1'),
  ],
  [
    'an access point on an Outpost, by its second scheme',
    {
      bucket: 'arn:aws:s3-outposts:eu-west-1:222222222222:outpost/op-01234567890123456/accesspoint/reports',
      region: 'eu-west-1',
    },
    at(
      'https://reports-222222222222.op-01234567890123456.s3-outposts.eu-west-1.amazonaws.com',
      '',
      'eu-west-1',
      's3-outposts',
    ),
  ],
];

const REFUSED: [string, BucketLocation, RegExp][] = [
  ['no bucket', { bucket: '', region: 'eu-west-1' }, /no name/],
  ['no region', { bucket: BUCKET, region: '' }, /Invalid region/],
  ['a region that is no host name', { bucket: BUCKET, region: 'eu west' }, /Invalid region/],
  [
    'an endpoint without scheme',
    { bucket: BUCKET, region: 'us-east-1', endpoint: 'store.example' },
    /is not a URL/,
  ],
  [
    'an endpoint with a query',
    { bucket: BUCKET, region: 'us-east-1', endpoint: 'https://a.example/?b' },
    /not a valid URI/,
  ],
  [
    'another scheme',
    { bucket: BUCKET, region: 'us-east-1', endpoint: 'ftp://store.example' },
    /not a valid URI/,
  ],
  [
    'the ARN of something else',
    { bucket: 'arn:aws:sns:eu-west-1:222222222222:topic', region: 'eu-west-1' },
    /Invalid ARN/,
  ],
  [
    'a multi-region access point, which takes SigV4A only',
    { bucket: 'arn:aws:s3::222222222222:accesspoint/mfzwi23gnjvgw.mrap', region: 'eu-west-1' },
    /sigv4a/,
  ],
  [
    'a directory bucket, which wants sessions',
    { bucket: 'team--usw2-az1--x-s3', region: 'us-west-2' },
    /sigv4-s3express/,
  ],
];

describe('bucketEndpoint', () => {
  it.each(FOUND)('finds %s', (_, location, endpoint) => {
    expect(bucketEndpoint(location)).toStrictEqual(endpoint);
  });

  it.each(REFUSED)('refuses %s', (_, location, message) => {
    expect(() => bucketEndpoint(location)).toThrow(PresignError);
    expect(() => bucketEndpoint(location)).toThrow(
      expect.objectContaining({ code: 'invalid_bucket_location', message: expect.stringMatching(message) }),
    );
  });
});
