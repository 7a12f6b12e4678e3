import type { DeployedApi } from './journey.js';

/** Calls an API over HTTP. @param url the base URL, without a slash at the end */
export const call =
  (url: string): DeployedApi['call'] =>
  async (path, body, token) => {
    const response = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.text() };
  };
