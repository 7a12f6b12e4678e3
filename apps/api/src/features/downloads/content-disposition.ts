/**
 * Returns a Content-Disposition field (RFC 6266 §4), which tells a browser whether to save the answer, and under which
 * name. A name with non-ASCII characters is written as `filename*` (RFC 8187), with an ASCII form for clients that do
 * not support it.
 */
export function contentDisposition(type: 'attachment' | 'inline', filename: string | undefined): string {
  if (filename === undefined) return type;
  const ascii = filename.replace(/[^ !#-[\]-~]/g, '_');
  const quoted = `${type}; filename="${ascii}"`;
  return ascii === filename ? quoted : `${quoted}; filename*=UTF-8''${encodeExtended(filename)}`;
}

/** Encodes a text with the characters of attr-char (RFC 8187 §3.2.1). */
const encodeExtended = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
