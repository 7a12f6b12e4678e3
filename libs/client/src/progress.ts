/** How far a transfer is. */
export interface Progress {
  /** Bytes that have arrived. */
  readonly loaded: number;
  /** Bytes of the whole, if known. */
  readonly total?: number | undefined;
}

export type OnProgress = (progress: Progress) => void;
