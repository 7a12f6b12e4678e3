import type { watch } from 'node:fs';
import { join } from 'node:path';
import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import { PLATFORM_FILE, PlatformReader } from '#tenant-file';
import { releaseMemory } from '../../platform/v8/release-memory.js';
import type { IdentityObservers } from '../tenants/tenant-identity.js';
import { TenantRegistry } from '../tenants/tenant-registry.js';
import { DirectoryLog, type Words } from './directory-log.js';
import { FolderWatch } from './folder-watch.js';
import { Pace } from './pace.js';
import { MAX_PLATFORM, readAtOnce } from './read-platform.js';
import { deletedPlatform, expiredPlatform, nextPlatform, type PlatformState } from './platform-state.js';
import { Changes } from './report.js';
import { SettledFiles, type Outcome } from './settled-files.js';
import { readSmall } from './small-file.js';
import { TeamFilesOfFolder } from './team-files.js';

/** The default grace period in seconds. */
export const DEFAULT_FILE_GRACE = 600;

/** The milliseconds between two inspections of files that are known to have changed. */
const TICK = 250;
/** The milliseconds before the next pass if an event arrived during a pass. */
const PAUSE = 20;
/**
 * The milliseconds between two inspections of all files while the system notifies of changes; the next constant is for
 * a system that does not.
 */
const SAFETY = 30_000;
const POLL = 1_000;
/** The number of files that are read concurrently. */
const TOGETHER = 8;
/** The inverse of the share of time that inspections of all files may take: at most one tenth. */
const SHARE = 10;

export interface DirectoryOptions {
  /** Milliseconds for which the previous version of a file stays in force while the file can't be read. */
  readonly grace: number;
  readonly observers?: IdentityObservers | undefined;
  /** Returns milliseconds of a monotonic clock. */
  readonly now?: () => number;
  /** `watch` of `node:fs`, which tests can replace. */
  readonly watch?: typeof watch;
}

/**
 * Serves a folder of tenant files: `platform.yaml`, and one `ID.tenant.yaml` per tenant. Only changed files are read
 * and applied, between requests. An error in a file affects that file's tenant only.
 */
export class TenantDirectory implements OnModuleInit, OnModuleDestroy {
  readonly tenants: TenantRegistry;
  readonly #files: SettledFiles;
  readonly #teams: TeamFilesOfFolder;
  readonly #pace = new Pace();
  readonly #watch: FolderWatch;
  readonly #now: () => number;
  readonly #log: DirectoryLog;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #isAwake = false;
  /** The time of the next inspection of all files. */
  #allAt = 0;
  #allTook = 0;
  #blind: string | undefined;

  private constructor(
    private readonly path: string,
    log: Words,
    private readonly options: DirectoryOptions,
    private readonly reader: PlatformReader,
    private platform: PlatformState,
    private digest: string,
  ) {
    this.#now = options.now ?? (() => performance.now());
    this.tenants = new TenantRegistry({ version: 1, issuers: [], tenants: [] }, options.observers);
    this.#log = new DirectoryLog(path, log);
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
        blind: (reason) => this.#becomeBlind(reason),
      },
      options.watch,
    );
  }

  /**
   * Reads `platform.yaml`. Teams' files are read when they are first needed, and in the background.
   *
   * @throws TenantFileError if `platform.yaml` is invalid
   */
  static async open(path: string, log: Words, options: DirectoryOptions): Promise<TenantDirectory> {
    const file = join(path, PLATFORM_FILE);
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

  /** Starts reading the teams' files in the background and watching for changes. */
  start(): void {
    this.#timer = setInterval(() => this.#wake(), TICK).unref();
    void this.#teams.loadAll().then(() => this.#log.loaded(this.#teams));
  }

  /** Applies all files that have changed and are settled. It never rejects. */
  async look(): Promise<void> {
    await this.#watch.look();
    if (this.#now() >= this.#allAt) await this.#lookAtAll();
    const changes = new Changes();
    const due = this.#files.due;
    if (due.includes(PLATFORM_FILE)) await this.#takePlatform();
    await this.#takeTeams(due, changes);
    this.#expire(changes);
    this.#log.changes(changes, this.#teams);
  }

  async #begin(): Promise<void> {
    await this.#watch.look();
    const names = await this.#files.list();
    this.#allAt = this.#now() + this.#pause;
    this.tenants.trust(this.platform.inForce.issuers);
    for (const envelope of this.platform.inForce.tenants.values()) this.#teams.wrap(envelope);
    this.#teams.meet(names);
  }

  /** Schedules a pass. Only one pass runs at a time; events during a pass are handled by the next one. */
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
    this.#allAt = Number.POSITIVE_INFINITY; // unless an event arrives during the pass
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
        const outcome = name === PLATFORM_FILE ? undefined : await this.#files.outcome(name);
        if (outcome) await this.#teams.take(name, outcome, changes);
      }
    };
    await Promise.all(Array.from({ length: TOGETHER }, lane));
  }

  async #takePlatform(): Promise<void> {
    const outcome = await this.#files.outcome(PLATFORM_FILE);
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
    const content = await readSmall(join(this.path, PLATFORM_FILE), MAX_PLATFORM);
    await this.#files.wasRead(PLATFORM_FILE, outcome.version);
    if (content.state === 'unreadable')
      return nextPlatform(this.platform, content.reading, this.#now(), grace);
    if (content.digest === this.digest) return this.platform;
    this.digest = content.digest;
    const reading = await this.#pace.run(this.reader.read(content.text));
    return nextPlatform(this.platform, reading, this.#now(), grace);
  }

  /** Applies a new platform state: removed tenants end first and at once; new ones are added with pauses. */
  async #enforce({ inForce: before, outage }: PlatformState): Promise<void> {
    const { inForce } = this.platform;
    this.#report(outage);
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
    if (this.platform !== before) this.#report(before.outage);
    this.#teams.expire(changes);
  }

  #report(before: string | undefined): void {
    this.tenants.outage = this.platform.outage;
    this.tenants.refusal = this.#log.refusalOf(this.platform);
    this.#log.platform(this.platform, before);
  }

  #becomeBlind(reason: string | undefined): void {
    this.#blind = reason;
    this.#allAt = 0;
    this.#log.blind(reason);
  }
}
