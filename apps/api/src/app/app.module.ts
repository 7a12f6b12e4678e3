import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { BatchesModule } from '../features/batches/batches.module.js';
import { ConfirmationsModule } from '../features/confirmations/confirmations.module.js';
import { CorsChecksModule } from '../features/cors-checks/cors-checks.module.js';
import { DeletionsModule } from '../features/deletions/deletions.module.js';
import { DownloadsModule } from '../features/downloads/downloads.module.js';
import { ExplanationsModule } from '../features/explanations/explanations.module.js';
import { HeadsModule } from '../features/heads/heads.module.js';
import { HealthModule } from '../features/health/health.module.js';
import { MultipartModule } from '../features/multipart-uploads/multipart.module.js';
import { ObjectCopiesModule } from '../features/object-copies/object-copies.module.js';
import { ObjectDeletionsModule } from '../features/object-deletions/object-deletions.module.js';
import { ObjectsModule } from '../features/objects/objects.module.js';
import { TutorialModule } from '../features/tutorial/tutorial.module.js';
import { UploadFormsModule } from '../features/upload-forms/upload-forms.module.js';
import { UploadSessionsModule } from '../features/upload-sessions/upload-sessions.module.js';
import { UploadsModule } from '../features/uploads/uploads.module.js';
import { UppyModule } from '../features/uppy/uppy.module.js';
import { ProcessModule, type ProcessOptions } from '../platform/process/process.module.js';
import { ProblemFilter } from './pipeline/problem.filter.js';

/** The features, in the order of the OpenAPI document. Each imports what it uses; only `ProcessModule` is global. */
@Module({
  imports: [
    DownloadsModule,
    HeadsModule,
    UploadsModule,
    UploadFormsModule,
    DeletionsModule,
    BatchesModule,
    ExplanationsModule,
    CorsChecksModule,
    MultipartModule,
    UploadSessionsModule,
    UppyModule,
    ObjectsModule,
    ObjectDeletionsModule,
    ObjectCopiesModule,
    ConfirmationsModule,
    TutorialModule,
    HealthModule,
  ],
  providers: [{ provide: APP_FILTER, useClass: ProblemFilter }],
})
export class AppModule {
  static forRoot(options: ProcessOptions): DynamicModule {
    return { module: AppModule, imports: [ProcessModule.forRoot(options)] };
  }
}
