import type { TracingOptions } from '../tracing/tracing-options.js';
import type { ServerBounds } from './server-bounds.js';

/** Where sealing keys come from, other than a file. */
export interface SealingKeySource {
  /** As messages call it. */
  readonly name: string;
  /** @returns a JWK Set. It is asked for every second while there are requests, and keeps the text as long as it likes. */
  read(): Promise<string>;
}

/** What belongs to the process and not to a tenant; see docs/configuration.md. */
export interface Environment {
  /** Path of the tenant file. One of this and `tenantsDir`. */
  readonly tenantsFile?: string | undefined;
  /** Path of a folder with `platform.yaml` and `ID.tenant.yaml` for each tenant. */
  readonly tenantsDir?: string | undefined;
  /** Seconds for which a file of `tenantsDir` that can’t be read leaves the version before in force. */
  readonly tenantFileGrace?: number;
  /** Path of a JWK Set; without one nothing can be sealed. */
  readonly sealingKeysFile?: string | undefined;
  /** Instead of a file. */
  readonly sealingKeys?: SealingKeySource | undefined;
  /** Seconds, at most, between two looks whether AWS still accepts a session that is used. */
  readonly sessionCheckSeconds?: number;
  /** Where clients find the API, without a slash at the end; where left out, each request tells. */
  readonly publicUrl?: string | undefined;
  /** File descriptor that logs go to. */
  readonly logFd: number;
  /** Returns log lines in the form in which they are written; JSON lines if left out. */
  readonly rewriteLog?: ((lines: string) => string) | undefined;
  /** `SERVER_BOUNDS` where left out. */
  readonly bounds?: Partial<ServerBounds>;
  /** Only where traces are wanted. */
  readonly tracing?: TracingOptions | undefined;
}

/** Injects the `Environment`. */
export const ENVIRONMENT = Symbol('ENVIRONMENT');
