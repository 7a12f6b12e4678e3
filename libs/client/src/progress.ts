/** The progress of a transfer. */
export interface Progress {
  /** The number of bytes that have arrived. */
  readonly loaded: number;
  /** The number of bytes of the whole transfer, if known. */
  readonly total?: number | undefined;
}

export type OnProgress = (progress: Progress) => void;
