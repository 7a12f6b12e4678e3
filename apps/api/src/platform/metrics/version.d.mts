/** Made by the build, of package.json. */
export const VERSION: string;
