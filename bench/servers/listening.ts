/** Tells the measuring process that the server listens, in the format of the API's own log. */
export const sayListening = (port: number): void => {
  process.stdout.write(`${JSON.stringify({ msg: 'listening', url: `http://127.0.0.1:${port}` })}\n`);
};

export const portOf = (address: string | { readonly port: number } | null): number =>
  (address as { port: number }).port;
