import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as companion from '@uppy/companion';
import express from 'express';
import { BUCKET, REGION, credentialsWith } from '../world/credentials.ts';
import { portOf, sayListening } from './listening.ts';

// This server is Uppy Companion, configured as its documentation shows, with S3 alone.

const folder = mkdtempSync(join(tmpdir(), 'tenant-presign-companion-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const { accessKeyId: key, secretAccessKey: secret, sessionToken } = credentialsWith(800);

const app = express();
app.use(express.json());
app.use(
  companion.app({
    s3: {
      bucket: BUCKET,
      region: REGION,
      key,
      secret,
      sessionToken,
      getKey: () => 'users/u1/report.pdf',
      expires: 600,
    },
    server: { host: '127.0.0.1', protocol: 'http' },
    filePath: folder,
    secret: 'not one, but sixteen characters are asked for',
    uploadUrls: ['https://uploads.bench.invalid'],
    corsOrigins: true,
    metrics: false,
  }).app,
);
const server = app.listen(0, '127.0.0.1', () => sayListening(portOf(server.address())));
