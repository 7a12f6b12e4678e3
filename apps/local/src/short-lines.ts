/** The members of log lines that are of no use on a terminal, or that are already at the beginning of the line. */
const LEFT_OUT = new Set(
  (
    'level time msg requestId pid traceId issuer subject signingId ' +
    'method route status durationMs constraints limitedBy action key bucket accessKeyId'
  ).split(' '),
);

type Fields = Readonly<Record<string, unknown>>;

/** Converts JSON log lines to short lines for a terminal. Other lines stay unchanged. */
export const shortLines = (lines: string): string =>
  lines
    .split('\n')
    .map((line) => (line.startsWith('{') ? shortLine(line) : line))
    .join('\n');

function shortLine(line: string): string {
  let fields: Fields;
  try {
    fields = JSON.parse(line) as Fields;
  } catch {
    return line;
  }
  const { level, time, method, route, status, durationMs, action, key } = fields;
  const words =
    fields['msg'] === 'request'
      ? [method, route, status, `${String(durationMs)} ms`]
      : [fields['msg'], action, key];
  const rest = Object.entries(fields)
    .filter(([name, value]) => !LEFT_OUT.has(name) && value !== null && typeof value !== 'object')
    .map(([name, value]) => `${name}=${String(value)}`);
  const mark = level === 'info' ? [] : [String(level).toUpperCase()];
  const said = [...mark, ...words, ...rest].filter((word) => word !== undefined);
  return printable([String(time).slice(11, 19), ...said.map(String)].join(' '));
}

/** Escapes control characters, which would move the terminal's cursor. Keys and subjects come from callers. */
const printable = (line: string): string =>
  line.replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
