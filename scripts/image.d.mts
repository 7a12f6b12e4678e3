/**
 * Builds the image.
 *
 * @param args the arguments of `npm run image`
 * @throws Error if the build fails
 */
export function buildImage(args: readonly string[]): void;
