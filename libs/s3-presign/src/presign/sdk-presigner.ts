import { S3Client } from '@aws-sdk/client-s3';
import { S3RequestPresigner } from '@aws-sdk/s3-request-presigner';
import type { AwsCredentialIdentity } from '../credentials/identity.js';
import type { BucketEndpoint } from '../endpoint/bucket-endpoint.js';
import { uriEncode, uriEncodePath } from '../sigv4/uri-encode.js';
import type { PresignRequest, Presigner } from './presigner.js';

/**
 * Signs with the AWS SDK, for access points, which `SigV4Presigner` doesn't support. It is slower and returns a
 * promise.
 */
export class SdkPresigner implements Presigner {
  readonly #config = new S3Client({ region: 'us-east-1' }).config;

  constructor(readonly endpoint: BucketEndpoint) {}

  async presign(request: PresignRequest, credentials: AwsCredentialIdentity): Promise<string> {
    const { origin, path: bucketPath, signingRegion, signingService } = this.endpoint;
    const { protocol, hostname, port } = new URL(origin);
    const path = `${bucketPath}/${uriEncodePath(request.key)}`;
    const names = Object.keys(request.headers ?? {});
    const presigner = new S3RequestPresigner({
      ...this.#config,
      credentials,
      region: signingRegion,
      signingName: signingService,
    });
    const signed = await presigner.presign(
      {
        method: request.method,
        protocol,
        hostname,
        path,
        query: { ...request.query },
        headers: { ...request.headers },
        ...(port && { port: Number(port) }),
      },
      {
        expiresIn: request.expiresIn,
        signingDate: new Date(request.signedAt * 1000),
        signableHeaders: new Set(['host', ...names]),
        unhoistableHeaders: new Set(names), // as a query parameter, S3 wouldn't enforce the header
      },
    );
    const query = Object.entries(signed.query ?? {})
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${uriEncode(name)}=${uriEncode(String(value))}`);
    return `${origin}${path}?${query.join('&')}`;
  }
}
