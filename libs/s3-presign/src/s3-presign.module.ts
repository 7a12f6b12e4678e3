import { ConfigurableModuleBuilder, Module } from '@nestjs/common';
import type { AwsCredentialIdentityProvider } from './credentials/identity.js';
import { SharedCredentials } from './credentials/shared-credentials.js';
import type { BucketLocation } from './endpoint/bucket-endpoint.js';
import type { SigningLimits } from './lifetime/lifetime-contract.js';
import { BucketPresigner } from './presign/bucket-presigner.js';
import { createPresigner } from './presign/create-presigner.js';

/** A bucket, the credentials that sign for it, and the limits of its URLs' lifetimes. */
export interface S3PresignOptions extends BucketLocation, SigningLimits {
  readonly credentials: AwsCredentialIdentityProvider;
}

/** The injection token of a `BucketPresigner`. */
export const S3_PRESIGNER = Symbol('S3_PRESIGNER');

const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN } = new ConfigurableModuleBuilder<S3PresignOptions>()
  .setClassMethodName('forRoot')
  .build();

/** A module that signs URLs in your own Nest application: `S3PresignModule.forRoot({ bucket, region, … })`. */
@Module({
  providers: [
    {
      provide: S3_PRESIGNER,
      inject: [MODULE_OPTIONS_TOKEN],
      useFactory: (options: S3PresignOptions) =>
        new BucketPresigner(createPresigner(options), new SharedCredentials(options.credentials), options),
    },
  ],
  exports: [S3_PRESIGNER],
})
export class S3PresignModule extends ConfigurableModuleClass {}
