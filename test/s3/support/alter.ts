/**
 * Returns the URL with one query parameter changed in place; the rest of the URL is not decoded or sorted. `undefined`
 * removes the parameter.
 */
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

/** Returns the URL with its path changed in place. */
export function alterPath(url: string, change: (path: string) => string): string {
  const [, origin = '', path = '', query = ''] = /^(\w+:\/\/[^/]+)([^?]*)(\?.*)$/s.exec(url) ?? [];
  return origin + change(path) + query;
}

/** Returns the signature with another last digit. */
export const otherDigit = (signature: string): string =>
  signature.slice(0, -1) + (signature.endsWith('0') ? '1' : '0');
