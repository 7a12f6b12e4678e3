import { join } from 'node:path';
import { PLATFORM_FILE } from '#tenant-file';
import type { Log } from '../../platform/audit/log.js';
import type { TeamFiles } from '../tenants/tenant-registry.js';
import type { PlatformState } from './platform-state.js';
import { describeErrors, type Changes } from './report.js';

export type Words = Pick<Log, 'notice' | 'warning'>;

/** Reports to operators what happened to tenant files, with one line per pass. */
export class DirectoryLog {
  constructor(
    private readonly folder: string,
    private readonly log: Words,
  ) {}

  /** Returns the error of `platform.yaml`; `undefined` if the file is valid. */
  refusalOf({ errors }: PlatformState): string | undefined {
    return errors.length > 0 ? describeErrors(join(this.folder, PLATFORM_FILE), errors) : undefined;
  }

  /**
   * Reports a change of `platform.yaml`.
   *
   * @param before the outage until now
   */
  platform(state: PlatformState, before: string | undefined): void {
    const file = join(this.folder, PLATFORM_FILE);
    const { outage, inForce } = state;
    const refusal = this.refusalOf(state);
    const fields = { file, tenants: inForce.tenants.size };
    if (outage !== undefined && outage !== before)
      this.log.warning('no tenant is served', { file, reason: outage });
    else if (refusal === undefined) this.log.notice('tenant file loaded', fields);
    else this.log.warning('platform file refused', { ...fields, reasons: [refusal] });
  }

  /** Reports that all files were read once. */
  loaded(files: TeamFiles): void {
    const validity = [...files.validity()];
    const refused = validity.filter(([, isValid]) => !isValid).length;
    const fields = { folder: this.folder, files: validity.length, refused };
    if (refused === 0) this.log.notice('tenant files read', fields);
    else this.log.warning('tenant files read', { ...fields, reasons: files.reasons });
  }

  changes(changes: Changes, files: TeamFiles): void {
    if (changes.isEmpty) return;
    const fields = { folder: this.folder, ...changes.fields };
    if (!changes.isWarning) this.log.notice('tenant files loaded', fields);
    else this.log.warning('tenant files refused', { ...fields, reasons: files.reasons });
  }

  /**
   * Reports whether the system notifies of changes.
   *
   * @param reason why it does not; `undefined` once it does
   */
  blind(reason: string | undefined): void {
    const { folder } = this;
    if (reason === undefined) this.log.notice('the system reports changes of tenant files again', { folder });
    else
      this.log.warning('the system does not report changes of tenant files, so the service polls them', {
        folder,
        reason,
      });
  }
}
