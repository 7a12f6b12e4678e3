import { defineConfig } from 'rolldown';

/** Bundles the page's scripts into one file for browsers. */
export default defineConfig({
  input: { try: 'apps/local/page/src/main.ts' },
  platform: 'browser',
  tsconfig: 'apps/local/page/tsconfig.json',
  resolve: { conditionNames: ['source', 'browser', 'import', 'default'] },
  external: ['hash-wasm'], // the page's policy forbids WebAssembly; the browser itself computes SHA-256
  logLevel: 'warn',
  output: { dir: 'dist/generated', format: 'iife', minify: true },
});
