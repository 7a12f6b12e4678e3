import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { S3RequestPresigner, getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { AwsClient } from 'aws4fetch';
import { Client as MinioClient } from 'minio';
import { BUCKET, REGION } from '../world/credentials.ts';
import { EXPIRES_IN, type Signer } from './signer.ts';

const HOST = `${BUCKET}.s3.${REGION}.amazonaws.com`;
const DISPOSITION = 'attachment';

export const getSignedUrlOfSdk: Signer = {
  title: 'AWS SDK `getSignedUrl`',
  prepare(credentials) {
    const client = new S3Client({ region: REGION, credentials });
    return (key) => {
      const command = new GetObjectCommand({
        Bucket: BUCKET,
        Key: key,
        ResponseContentDisposition: DISPOSITION,
      });
      return getSignedUrl(client, command, { expiresIn: EXPIRES_IN });
    };
  },
};

/** The signer that takes a prepared request. It returns a request, from which the URL must still be made. */
export const requestPresigner: Signer = {
  title: 'AWS SDK `S3RequestPresigner`',
  prepare(credentials) {
    const presigner = new S3RequestPresigner({ ...new S3Client({ region: REGION }).config, credentials });
    const request = {
      method: 'GET',
      protocol: 'https:',
      hostname: HOST,
      query: { 'response-content-disposition': DISPOSITION },
      headers: { host: HOST },
    };
    return (key) => presigner.presign({ ...request, path: `/${key}` }, { expiresIn: EXPIRES_IN });
  },
};

export const aws4fetch: Signer = {
  title: 'aws4fetch',
  prepare(credentials) {
    const client = new AwsClient({ ...credentials, service: 's3', region: REGION });
    const query = `X-Amz-Expires=${EXPIRES_IN}&response-content-disposition=${DISPOSITION}`;
    return (key) => client.sign(`https://${HOST}/${key}?${query}`, { aws: { signQuery: true } });
  },
};

export const minio: Signer = {
  title: 'minio',
  prepare({ accessKeyId, secretAccessKey, sessionToken }) {
    const client = new MinioClient({
      endPoint: `s3.${REGION}.amazonaws.com`,
      region: REGION,
      accessKey: accessKeyId,
      secretKey: secretAccessKey,
      ...(sessionToken !== undefined && { sessionToken }),
    });
    const overrides = { 'response-content-disposition': DISPOSITION };
    return (key) => client.presignedGetObject(BUCKET, key, EXPIRES_IN, overrides);
  },
};
