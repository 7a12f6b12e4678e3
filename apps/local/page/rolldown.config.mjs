import { defineConfig } from 'rolldown';

/** The page's scripts as one, for browsers. */
export default defineConfig({
  input: { try: 'apps/local/page/src/main.ts' },
  platform: 'browser',
  tsconfig: 'apps/local/page/tsconfig.json',
  resolve: { conditionNames: ['source', 'browser', 'import', 'default'] },
  external: ['hash-wasm'], // the page's policy allows no WebAssembly: SHA-256 is the browser's own
  logLevel: 'warn',
  output: { dir: 'dist/generated', format: 'iife', minify: true },
});
