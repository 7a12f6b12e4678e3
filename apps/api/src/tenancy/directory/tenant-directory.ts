import type { watch } from 'node:fs';
import { join } from 'node:path';
import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import { PlatformReader, TenantFileError } from '#tenant-file';
import type { Log } from '../../platform/audit/log.js';
import { releaseMemory } from '../../platform/v8/release-memory.js';
import type { IdentityObservers } from '../tenants/tenant-identity.js';
import { TenantRegistry } from '../tenants/tenant-registry.js';
import { FolderWatch } from './folder-watch.js';
import { Pace, runAtOnce } from './pace.js';
import {
  deletedPlatform,
  expiredPlatform,
  nextPlatform,
  stateOf,
  type PlatformState,
} from './platform-state.js';
import { Changes, describeErrors } from './report.js';
import { PLATFORM, SettledFiles, type Outcome } from './settled-files.js';
import { readSmall } from './small-file.js';
import { TeamFilesOfFolder } from './team-files.js';

/** Seconds. */
export const DEFAULT_FILE_GRACE = 600;

type Words = Pick<Log, 'notice' | 'warning'>;

/** Bytes: some hundred thousand tenants. */
const MAX_PLATFORM = 64 * 1024 * 1024;
/** Milliseconds between looks at files that are known to have changed. */
const TICK = 250;
/** Milliseconds between two looks where something happened during the first. */
const PAUSE = 20;
/** Milliseconds between looks at all files, where the system tells of changes, and where it doesn’t. */
const SAFETY = 30_000;
const POLL = 1_000;
/** Files that are read together. */
const TOGETHER = 8;
/** Looks at all files take at most the tenth part of the time. */
const SHARE = 10;

export interface DirectoryOptions {
  /** Milliseconds for which a file that can’t be read leaves the version before in force. */
  readonly grace: number;
  readonly observers?: IdentityObservers | undefined;
  /** Milliseconds since anything. */
  readonly now?: () => number;
  /** Of `node:fs`. */
  readonly watch?: typeof watch;
}

/**
 * Serves a folder of tenant files: `platform.yaml`, and `ID.tenant.yaml` for each tenant. What changed is read and taken
 * over alone, between requests. A fault of a file is a fault of that file alone.
 */
export class TenantDirectory implements OnModuleInit, OnModuleDestroy {
  readonly tenants: TenantRegistry;
  readonly #files: SettledFiles;
  readonly #teams: TeamFilesOfFolder;
  readonly #pace = new Pace();
  readonly #watch: FolderWatch;
  readonly #now: () => number;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #isAwake = false;
  /** When all files are to be looked at. */
  #allAt = 0;
  #allTook = 0;
  #blind: string | undefined;

  private constructor(
    private readonly path: string,
    private readonly log: Words,
    private readonly options: DirectoryOptions,
    private readonly reader: PlatformReader,
    private platform: PlatformState,
    private digest: string,
  ) {
    this.#now = options.now ?? (() => performance.now());
    this.tenants = new TenantRegistry({ version: 1, issuers: [], tenants: [] }, options.observers);
    this.#files = new SettledFiles(path, this.#now);
    const { grace } = options;
    this.#teams = new TeamFilesOfFolder(path, this.tenants, this.#files, this.#pace, {
      grace,
      now: this.#now,
    });
    this.tenants.teamFiles = this.#teams;
    this.#watch = new FolderWatch(
      path,
      {
        changed: (name) => this.#wake(() => this.#files.touch(name)),
        changedSomehow: () => this.#wake(() => (this.#allAt = 0)),
        blind: (reason) => this.#tellBlind(reason),
      },
      options.watch,
    );
  }

  /**
   * Reads `platform.yaml` and no team’s file: those are read when they are first needed, and in the background.
   *
   * @throws TenantFileError for `platform.yaml`
   */
  static async open(path: string, log: Words, options: DirectoryOptions): Promise<TenantDirectory> {
    const file = join(path, PLATFORM);
    const reader = new PlatformReader();
    const { state, digest, large } = await readAtOnce(file, reader);
    const directory = new TenantDirectory(path, log, options, reader, state, digest);
    await directory.#begin();
    if (large) await releaseMemory();
    return directory;
  }

  onModuleInit(): void {
    this.start();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#watch.stop();
    await this.#looking;
  }

  /** Reads the teams’ files in the background, and looks for changes from now on. */
  start(): void {
    this.#timer = setInterval(() => this.#wake(), TICK).unref();
    void this.#teams.loadAll().then(() => this.#tellLoaded());
  }

  /** Takes over what has changed and is settled. Rejects never. */
  async look(): Promise<void> {
    await this.#watch.look();
    if (this.#now() >= this.#allAt) await this.#lookAtAll();
    const changes = new Changes();
    const due = this.#files.due;
    if (due.includes(PLATFORM)) await this.#takePlatform();
    await this.#takeTeams(due, changes);
    this.#expire(changes);
    this.#tell(changes);
  }

  async #begin(): Promise<void> {
    await this.#watch.look();
    const names = await this.#files.list();
    this.#allAt = this.#now() + this.#pause;
    this.tenants.trust(this.platform.inForce.issuers);
    for (const envelope of this.platform.inForce.tenants.values()) this.#teams.wrap(envelope);
    this.#teams.meet(names);
  }

  /** At most one look at a time; what comes during one is seen by the next. */
  #wake(note?: () => void): void {
    note?.();
    if (this.#timer === undefined) return;
    if (this.#looking) {
      this.#isAwake ||= note !== undefined;
      return;
    }
    this.#looking = this.look().finally(() => {
      this.#looking = undefined;
      if (this.#isAwake) setTimeout(() => this.#wake(), PAUSE).unref();
      this.#isAwake = false;
    });
  }

  async #lookAtAll(): Promise<void> {
    const begun = this.#now();
    this.#allAt = Number.POSITIVE_INFINITY; // unless something happens while it looks
    await this.#files.lookAtAll();
    this.#allTook = this.#now() - begun;
    this.#allAt = Math.min(this.#allAt, this.#now() + Math.max(this.#pause, this.#allTook * SHARE));
  }

  get #pause(): number {
    return this.#blind === undefined ? SAFETY : POLL;
  }

  async #takeTeams(names: readonly string[], changes: Changes): Promise<void> {
    const queue = names.values();
    const lane = async () => {
      for (const name of queue) {
        const outcome = name === PLATFORM ? undefined : await this.#files.outcome(name);
        if (outcome) await this.#teams.take(name, outcome, changes);
      }
    };
    await Promise.all(Array.from({ length: TOGETHER }, lane));
  }

  async #takePlatform(): Promise<void> {
    const outcome = await this.#files.outcome(PLATFORM);
    if (!outcome) return;
    const before = this.platform;
    this.platform = await this.#nextPlatform(outcome);
    if (this.platform !== before) await this.#enforce(before);
  }

  async #nextPlatform(outcome: Outcome): Promise<PlatformState> {
    const { grace } = this.options;
    if (outcome.state === 'absent') {
      this.digest = '';
      return deletedPlatform(this.platform);
    }
    if (outcome.state === 'unreadable')
      return nextPlatform(this.platform, outcome.reading, this.#now(), grace);
    const content = await readSmall(join(this.path, PLATFORM), MAX_PLATFORM);
    await this.#files.wasRead(PLATFORM, outcome.version);
    if (content.state === 'unreadable')
      return nextPlatform(this.platform, content.reading, this.#now(), grace);
    if (content.digest === this.digest) return this.platform;
    this.digest = content.digest;
    const reading = await this.#pace.run(this.reader.read(content.text));
    return nextPlatform(this.platform, reading, this.#now(), grace);
  }

  /** What has ended ends first, and at once; what is new comes when there is time. */
  async #enforce({ inForce: before, outage }: PlatformState): Promise<void> {
    const { inForce } = this.platform;
    this.#tellPlatform(outage);
    for (const id of [...before.tenants.keys(), ...before.ended]) {
      if (!inForce.tenants.has(id)) this.#teams.drop(id, inForce.ended.has(id));
    }
    this.tenants.trust(inForce.issuers);
    for (const envelope of inForce.tenants.values()) await this.#pace.do(() => this.#teams.wrap(envelope));
    this.#teams.meet(await this.#files.list());
    void this.#teams.loadAll();
  }

  #expire(changes: Changes): void {
    const before = this.platform;
    this.platform = expiredPlatform(before, this.#now(), this.options.grace);
    if (this.platform !== before) this.#tellPlatform(before.outage);
    this.#teams.expire(changes);
  }

  #tellPlatform(before: string | undefined): void {
    const { errors, outage } = this.platform;
    const file = join(this.path, PLATFORM);
    this.tenants.outage = outage;
    this.tenants.refusal = errors.length > 0 ? describeErrors(file, errors) : undefined;
    const tenants = this.platform.inForce.tenants.size;
    if (outage !== undefined && outage !== before)
      this.log.warning('no tenant is served', { file, reason: outage });
    else if (this.tenants.refusal === undefined) this.log.notice('tenant file taken over', { file, tenants });
    else this.log.warning('platform file refused', { file, reasons: [this.tenants.refusal], tenants });
  }

  #tellLoaded(): void {
    const validity = [...this.#teams.validity()];
    const refused = validity.filter(([, isValid]) => !isValid).length;
    const fields = { folder: this.path, files: validity.length, refused };
    if (refused === 0) this.log.notice('tenant files read', fields);
    else this.log.warning('tenant files read', { ...fields, reasons: this.#teams.reasons });
  }

  #tell(changes: Changes): void {
    if (changes.isEmpty) return;
    const { fields } = changes;
    if (!changes.isWarning) this.log.notice('tenant files taken over', { folder: this.path, ...fields });
    else
      this.log.warning('tenant files refused', {
        folder: this.path,
        ...fields,
        reasons: this.#teams.reasons,
      });
  }

  #tellBlind(reason: string | undefined): void {
    this.#blind = reason;
    this.#allAt = 0;
    if (reason === undefined)
      this.log.notice('changes of tenant files are told again', { folder: this.path });
    else
      this.log.warning('changes of tenant files are not told, so they are looked for', {
        folder: this.path,
        reason,
      });
  }
}

/** @throws TenantFileError */
async function readAtOnce(file: string, reader: PlatformReader) {
  const content = await readSmall(file, MAX_PLATFORM);
  const reading = content.state === 'text' ? runAtOnce(reader.read(content.text)) : content.reading;
  if (reading.state !== 'valid' || content.state !== 'text')
    throw new TenantFileError(file, reading.state === 'valid' ? [] : reading.errors);
  const large = content.text.length > LARGE;
  return { state: stateOf(reading.value), digest: content.digest, large };
}

/** Characters. */
const LARGE = 1_000_000;
