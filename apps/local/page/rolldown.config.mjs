import { defineConfig } from 'rolldown';

/** The page's scripts as one, for browsers. */
export default defineConfig({
  input: { try: 'apps/local/page/src/main.ts' },
  platform: 'browser',
  tsconfig: 'apps/local/page/tsconfig.json',
  logLevel: 'warn',
  output: { dir: 'dist/generated', format: 'iife', minify: true },
});
