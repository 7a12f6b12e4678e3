/** What the build packs of the document and Swagger UI: see pack.ts. */
export interface DocsFile {
  /** Base64 of the gzipped bytes. */
  readonly gzip: string;
  /** RFC 9110 §8.8.3; weak, since it holds for both encodings. */
  readonly etag: string;
}

/** By path. */
export const files: Readonly<Record<string, DocsFile>>;
