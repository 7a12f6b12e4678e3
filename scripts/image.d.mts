/** @param args of `npm run image` @throws Error where the build fails */
export function buildImage(args: readonly string[]): void;
