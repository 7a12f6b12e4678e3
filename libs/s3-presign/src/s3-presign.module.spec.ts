import { Inject, Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { describe, expect, it } from 'vitest';
import { parseObjectKey } from './keys/object-key.js';
import { BucketPresigner } from './presign/bucket-presigner.js';
import { S3PresignModule, S3_PRESIGNER, type S3PresignOptions } from './s3-presign.module.js';

const NOW = 1_795_521_600; // 2026-11-24T12:00:00Z
const OPTIONS: S3PresignOptions = {
  bucket: 'team-a-files',
  region: 'eu-west-1',
  defaultExpiresIn: 900,
  maxExpiresIn: 3600,
  credentials: () => Promise.resolve({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' }),
};

@Injectable()
class Reports {
  constructor(@Inject(S3_PRESIGNER) private readonly presigner: BucketPresigner) {}

  async link(key: string): Promise<string> {
    const { url } = await this.presigner.sign({ method: 'GET', key: parseObjectKey(key) }, NOW);
    return url;
  }
}

@Module({ providers: [{ provide: 'REGION', useValue: 'cn-north-1' }], exports: ['REGION'] })
class Settings {}

const reportsWith = async (module: ReturnType<typeof S3PresignModule.forRoot>) => {
  const context = await Test.createTestingModule({ imports: [module], providers: [Reports] }).compile();
  return context.get(Reports);
};

describe('S3PresignModule', () => {
  it('injects a presigner made of its options', async () => {
    const reports = await reportsWith(S3PresignModule.forRoot(OPTIONS));
    await expect(reports.link('a/b.pdf')).resolves.toMatch(
      /^https:\/\/team-a-files\.s3\.eu-west-1\.amazonaws\.com\/a\/b\.pdf\?.*X-Amz-Expires=900&/,
    );
  });

  it('injects one made of options that others provide', async () => {
    const module = S3PresignModule.forRootAsync({
      imports: [Settings],
      inject: ['REGION'],
      useFactory: (region: string) => ({ ...OPTIONS, region }),
    });
    const reports = await reportsWith(module);
    await expect(reports.link('a')).resolves.toMatch(
      /^https:\/\/team-a-files\.s3\.cn-north-1\.amazonaws\.com\.cn\/a\?/,
    );
  });

  it('fails at start for a bucket that can’t be', async () => {
    const module = S3PresignModule.forRoot({ ...OPTIONS, region: '' });
    await expect(reportsWith(module)).rejects.toMatchObject({ code: 'invalid_bucket_location' });
  });
});
