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

/** Milliseconds between looks. Kubelet takes up to a minute to bring a changed ConfigMap anyway. */
const INTERVAL = 1_000;
/** Characters; to read so much takes a hundred times as much memory for a moment. */
const LARGE = 1_000_000;

/**
 * Takes a changed tenant file over if it is valid; if not, says why, and the one of before stays. It looks at what the
 * path leads to, so that a ConfigMap's swap of symbolic links counts like a write or a rename.
 */
export class TenantFileWatcher implements OnModuleInit, OnModuleDestroy {
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> | undefined;
  /** The file as the last look found it, and as it was last read. */
  #seen: string | undefined;
  #read: string | undefined;

  private constructor(
    private readonly path: string,
    private readonly log: Words,
    readonly tenants: TenantRegistry,
    /** Digest of its text. */
    private served: string,
  ) {}

  /**
   * @param observers are told of what is done towards AWS for tenants
   * @throws TenantFileError, or what reading the file throws
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

  /** Takes over a change that was there at the look before, too. Never rejects. */
  async look(): Promise<void> {
    try {
      if (await this.#look()) await releaseMemory();
    } catch (error) {
      this.#refuse(error);
    }
  }

  /**
   * What two looks find alike isn't being written any more: half a file may be valid, too.
   *
   * @returns whether a large file was taken over
   */
  async #look(): Promise<boolean> {
    const version = await versionOf(this.path);
    const isSettled = version === this.#seen;
    this.#seen = version;
    if (!isSettled || version === this.#read) return false;
    this.#read = version;
    const read = await readText(this.path);
    if ((await versionOf(this.path)) !== version) return false; // so the next look finds it changed
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
    this.log.notice('tenant file taken over', { file: this.path, tenants: file.tenants.length, ...changes });
  }

  #acceptAgain(): void {
    this.tenants.refusal = undefined;
    this.log.notice('tenant file is again as it is served', { file: this.path });
  }

  /** Says so once, and not at every look. */
  #refuse(error: unknown): void {
    const isRead = error instanceof TenantFileError;
    if (!isRead) this.#read = undefined; // it may come back as it was
    const reasons = isRead
      ? error.errors.map((found) => describeError(this.path, found))
      : [(error as Error).message];
    const refusal = reasons.join('; ');
    if (refusal === this.tenants.refusal) return;
    this.tenants.refusal = refusal;
    this.log.warning('tenant file refused, the one of before is served', { file: this.path, reasons });
  }
}

const isLarge = ({ text }: TenantFileText): boolean => text.length > LARGE;

/** Reads the file in a function of its own, so that its text is unreachable when memory is released. */
async function readFile(path: string): Promise<{ file: TenantFile; digest: string; large: boolean }> {
  const read = await readText(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === undefined) throw error;
    throw new Error(`${error.message}. Set TENANTS_FILE to the path of a tenant file.`, { cause: error });
  });
  return { file: parseTenantFile(read.text, path), digest: read.digest, large: isLarge(read) };
}
