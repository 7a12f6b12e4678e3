import type { OnModuleDestroy, OnModuleInit } from '@nestjs/common';
import {
  describeError,
  parseTenantFile,
  readText,
  type TenantFile,
  TenantFileError,
  type TenantFileText,
  versionOf,
} from '#tenant-file';
import type { Log } from '../../platform/audit/log.js';
import { releaseMemory } from '../../platform/v8/release-memory.js';
import type { IdentityObservers } from './tenant-identity.js';
import { TenantRegistry } from './tenant-registry.js';

type Words = Pick<Log, 'notice' | 'warning'>;

/**
 * The milliseconds between two checks of the file. Kubelet takes up to a minute to deliver a changed ConfigMap anyway.
 */
const INTERVAL = 1_000;
/**
 * The number of characters from which memory is released after reading the file: reading temporarily takes a hundred
 * times as much memory.
 */
const LARGE = 1_000_000;

/**
 * Applies a changed tenant file if it is valid. Otherwise it reports the errors, and the previous version stays in
 * force. It checks the target of the path, so that a ConfigMap's swap of symbolic links counts like a write or a
 * rename.
 */
export class TenantFileWatcher implements OnModuleInit, OnModuleDestroy {
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  /** The file's version at the last check; the next property holds the version that was last read. */
  #seen: string | undefined;
  #read: string | undefined;

  private constructor(
    private readonly path: string,
    private readonly log: Words,
    readonly tenants: TenantRegistry,
    /** The digest of the served file's text. */
    private served: string,
  ) {}

  /**
   * Reads the file and creates the watcher.
   *
   * @param observers receive the calls to AWS for tenants
   * @throws TenantFileError, or the error of reading the file
   */
  static async open(path: string, log: Words, observers?: IdentityObservers): Promise<TenantFileWatcher> {
    const { file, digest, large } = await readFile(path);
    const tenants = new TenantRegistry(file, observers);
    if (large) await releaseMemory();
    return new TenantFileWatcher(path, log, tenants, digest);
  }

  onModuleInit(): void {
    this.start();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  /** @param interval milliseconds */
  start(interval = INTERVAL): void {
    this.#timer = setInterval(() => {
      this.#looking ??= this.look().finally(() => (this.#looking = undefined));
    }, interval).unref();
  }

  /** Applies a change that the previous check already found. It never rejects. */
  async look(): Promise<void> {
    try {
      if (await this.#look()) await releaseMemory();
    } catch (error) {
      this.#refuse(error);
    }
  }

  /**
   * Checks the file. A version that two checks find is written completely; half a file may be valid too.
   *
   * @returns whether a large file was applied
   */
  async #look(): Promise<boolean> {
    const version = await versionOf(this.path);
    const isSettled = version === this.#seen;
    this.#seen = version;
    if (!isSettled || version === this.#read) return false;
    this.#read = version;
    const read = await readText(this.path);
    if ((await versionOf(this.path)) !== version) return false; // the next check then finds a changed file
    if (read.digest !== this.served) {
      this.#take(read);
      return isLarge(read);
    }
    if (this.tenants.refusal !== undefined) this.#acceptAgain();
    return false;
  }

  #take({ text, digest }: TenantFileText): void {
    const file = parseTenantFile(text, this.path);
    const changes = this.tenants.replace(file);
    this.served = digest;
    this.log.notice('tenant file loaded', { file: this.path, tenants: file.tenants.length, ...changes });
  }

  #acceptAgain(): void {
    this.tenants.refusal = undefined;
    this.log.notice('tenant file is again the version in force', { file: this.path });
  }

  /** Reports a refused file once, not at every check. */
  #refuse(error: unknown): void {
    const isRead = error instanceof TenantFileError;
    if (!isRead) this.#read = undefined; // the file may come back unchanged
    const reasons = isRead
      ? error.errors.map((found) => describeError(this.path, found))
      : [(error as Error).message];
    const refusal = reasons.join('; ');
    if (refusal === this.tenants.refusal) return;
    this.tenants.refusal = refusal;
    this.log.warning('tenant file refused, the previous version stays in force', {
      file: this.path,
      reasons,
    });
  }
}

const isLarge = ({ text }: TenantFileText): boolean => text.length > LARGE;

/** Reads the file. This is a function of its own so that the text is unreachable when memory is released. */
async function readFile(path: string): Promise<{ file: TenantFile; digest: string; large: boolean }> {
  const read = await readText(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === undefined) throw error;
    throw new Error(`${error.message}. Set TENANTS_FILE to the path of a tenant file.`, { cause: error });
  });
  return { file: parseTenantFile(read.text, path), digest: read.digest, large: isLarge(read) };
}
