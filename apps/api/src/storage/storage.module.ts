import { Module } from '@nestjs/common';
import { TurnsModule } from '../platform/turns/turns.module.js';
import { TenancyModule } from '../tenancy/tenancy.module.js';
import { TenantStorages } from './tenant-storages.js';

@Module({ imports: [TurnsModule, TenancyModule], providers: [TenantStorages], exports: [TenantStorages] })
export class StorageModule {}
