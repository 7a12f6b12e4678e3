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

/** Seconds. */
export const DEFAULT_FILE_GRACE = 600;

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
  /** `watch` of `node:fs`, for tests to replace. */
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
  readonly #log: DirectoryLog;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  #isAwake = false;
  /** When all files are to be looked at. */
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
   * Reads `platform.yaml` and no team’s file: those are read when they are first needed, and in the background.
   *
   * @throws TenantFileError for `platform.yaml`
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

  /** Reads the teams’ files in the background, and looks for changes from now on. */
  start(): void {
    this.#timer = setInterval(() => this.#wake(), TICK).unref();
    void this.#teams.loadAll().then(() => this.#log.loaded(this.#teams));
  }

  /** Takes over what has changed and is settled. Rejects never. */
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

  /** What has ended ends first, and at once; what is new comes when there is time. */
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
