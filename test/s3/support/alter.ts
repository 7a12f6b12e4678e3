/** The URL with one query parameter changed, as it stands: nothing else is decoded or sorted. `undefined` takes it out. */
export function alterParameter(
  url: string,
  name: string,
  change: (value: string) => string | undefined,
): string {
  const [path = '', query = ''] = url.split('?');
  let found = false;
  const altered = query.split('&').flatMap((parameter) => {
    const [each, value = ''] = parameter.split('=');
    if (each !== name) return [parameter];
    found = true;
    const changed = change(decodeURIComponent(value));
    return changed === undefined ? [] : [`${name}=${encodeURIComponent(changed)}`];
  });
  if (!found) throw new Error(`the URL has no parameter ${name}`);
  return `${path}?${altered.join('&')}`;
}

export const addParameter = (url: string, parameter: string): string => `${url}&${parameter}`;

/** The URL with its path changed, as it stands. */
export function alterPath(url: string, change: (path: string) => string): string {
  const [, origin = '', path = '', query = ''] = /^(\w+:\/\/[^/]+)([^?]*)(\?.*)$/s.exec(url) ?? [];
  return origin + change(path) + query;
}

/** Another last digit of a signature. */
export const otherDigit = (signature: string): string =>
  signature.slice(0, -1) + (signature.endsWith('0') ? '1' : '0');
