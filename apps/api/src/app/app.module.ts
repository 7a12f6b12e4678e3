import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { BatchesModule } from '../features/batches/batches.module.js';
import { ConfirmationsModule } from '../features/confirmations/confirmations.module.js';
import { ReceiptsModule } from '../features/confirmations/receipts.module.js';
import { DeletionsModule } from '../features/deletions/deletions.module.js';
import { DownloadsModule } from '../features/downloads/downloads.module.js';
import { ExplanationsModule } from '../features/explanations/explanations.module.js';
import { HeadsModule } from '../features/heads/heads.module.js';
import { HealthModule } from '../features/health/health.module.js';
import { MultipartModule } from '../features/multipart-uploads/multipart.module.js';
import { ObjectsModule } from '../features/objects/objects.module.js';
import { TutorialModule } from '../features/tutorial/tutorial.module.js';
import { UploadFormsModule } from '../features/upload-forms/upload-forms.module.js';
import { UploadSessionsModule } from '../features/upload-sessions/upload-sessions.module.js';
import { UploadsModule } from '../features/uploads/uploads.module.js';
import { UppyModule } from '../features/uppy/uppy.module.js';
import { Admissions } from '../limits/admissions.js';
import type { Clock } from '../platform/clock.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { SigningModule } from '../signing/signing.module.js';
import { StorageModule } from '../storage/storage.module.js';
import type { Environment } from './environment.js';
import { ProblemFilter } from './pipeline/problem.filter.js';
import { ProcessModule } from './process.module.js';

/** Who uses whom, in full: nothing is global. */
@Module({})
export class AppModule {
  static of(
    environment: Environment,
    clock: Clock,
    metrics = new Metrics(),
    admissions = new Admissions(),
  ): DynamicModule {
    const ofProcess = ProcessModule.of(environment, clock, metrics, admissions);
    const signing = { module: SigningModule, imports: [ofProcess] };
    const downloads = { module: DownloadsModule, imports: [signing] };
    const heads = { module: HeadsModule, imports: [signing] };
    const receipts = { module: ReceiptsModule, imports: [ofProcess] };
    const uploads = { module: UploadsModule, imports: [signing, receipts] };
    const forms = { module: UploadFormsModule, imports: [signing] };
    const deletions = { module: DeletionsModule, imports: [signing] };
    const storage = { module: StorageModule, imports: [ofProcess] };
    const multipart = { module: MultipartModule, imports: [ofProcess, signing, storage] };
    return {
      module: AppModule,
      imports: [
        ofProcess,
        downloads,
        heads,
        uploads,
        forms,
        deletions,
        { module: BatchesModule, imports: [ofProcess, downloads, heads, uploads, forms, deletions] },
        { module: ExplanationsModule, imports: [ofProcess] },
        multipart,
        { module: UploadSessionsModule, imports: [ofProcess] },
        { module: UppyModule, imports: [ofProcess, signing, storage, forms, multipart] },
        { module: ObjectsModule, imports: [ofProcess, storage] },
        { module: ConfirmationsModule, imports: [signing, receipts, storage] },
        { module: TutorialModule, imports: [downloads, signing] },
        { module: HealthModule, imports: [ofProcess] },
      ],
      providers: [{ provide: APP_FILTER, useClass: ProblemFilter }],
    };
  }
}
