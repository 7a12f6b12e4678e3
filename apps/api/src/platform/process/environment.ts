import type { TracingOptions } from '../tracing/tracing-options.js';
import type { ServerBounds } from './server-bounds.js';

/** A source of sealing keys other than a file. */
export interface SealingKeySource {
  /** The source's name in messages. */
  readonly name: string;
  /**
   * Reads the keys. While requests arrive, this is called every second; the source decides how long it caches the text.
   *
   * @returns a JWK Set
   */
  read(): Promise<string>;
}

/** The settings of the process, as opposed to those of a tenant; see docs/configuration.md. */
export interface Environment {
  /** The path of the tenant file. Either this or `tenantsDir` is set. */
  readonly tenantsFile?: string | undefined;
  /** The path of a folder with `platform.yaml` and one `ID.tenant.yaml` per tenant. */
  readonly tenantsDir?: string | undefined;
  /** Seconds for which the previous version of a file of `tenantsDir` stays in force while the file can't be read. */
  readonly tenantFileGrace?: number;
  /** The path of a JWK Set. Without sealing keys, nothing can be sealed. */
  readonly sealingKeysFile?: string | undefined;
  /** The source of sealing keys that is used instead of a file. */
  readonly sealingKeys?: SealingKeySource | undefined;
  /** The longest time in seconds between two checks whether AWS still accepts a session that is in use. */
  readonly sessionCheckSeconds?: number;
  /** The API's public URL without a trailing slash; if left out, it is taken from each request. */
  readonly publicUrl?: string | undefined;
  /** The file descriptor to which logs are written. */
  readonly logFd: number;
  /** Converts JSON log lines to the form in which they are written. JSON lines are written if this is left out. */
  readonly rewriteLog?: ((lines: string) => string) | undefined;
  /** The limits that differ from `SERVER_BOUNDS`. */
  readonly bounds?: Partial<ServerBounds>;
  /** The options of tracing; set only if traces are enabled. */
  readonly tracing?: TracingOptions | undefined;
}

/** Injects the `Environment`. */
export const ENVIRONMENT = Symbol('ENVIRONMENT');
