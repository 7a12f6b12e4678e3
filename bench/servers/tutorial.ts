import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import express, { type NextFunction, type Request, type Response } from 'express';
import { BUCKET, REGION, credentialsWith } from '../world/credentials.ts';
import { portOf, sayListening } from './listening.ts';

// This server is the tutorial of 2020 on presigned URLs from EKS, corrected so that it works: one client, no
// authentication, no log.

const client = new S3Client({ region: REGION, credentials: credentialsWith(800) });
const app = express();
app.use(express.json());

app.get('/signed-url-get', (request: Request, response: Response, next: NextFunction) => {
  const command = new GetObjectCommand({ Bucket: BUCKET, Key: request.query['key'] as string });
  getSignedUrl(client, command, { expiresIn: 600 }).then(
    (url) => response.json({ statusCode: 200, body: JSON.stringify({ url }) }),
    next,
  );
});

const server = app.listen(0, '127.0.0.1', () => sayListening(portOf(server.address())));
