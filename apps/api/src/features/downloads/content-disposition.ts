/**
 * RFC 6266 §4: how a browser treats the answer, and under which name it saves it. Names beyond ASCII go into
 * `filename*` (RFC 8187), with an ASCII form beside it for the few that don't read that.
 */
export function contentDisposition(type: 'attachment' | 'inline', filename: string | undefined): string {
  if (filename === undefined) return type;
  const ascii = filename.replace(/[^ !#-[\]-~]/g, '_');
  const quoted = `${type}; filename="${ascii}"`;
  return ascii === filename ? quoted : `${quoted}; filename*=UTF-8''${encodeExtended(filename)}`;
}

/** RFC 8187 §3.2.1, attr-char. */
const encodeExtended = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(
    /['()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
