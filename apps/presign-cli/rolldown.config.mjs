import { defineConfig } from 'rolldown';

/** The command as one file, and the thread in which it digests. */
export default defineConfig({
  input: { presign: 'apps/presign-cli/src/main.ts', 'hash-thread': 'libs/client/src/node/hash-thread.ts' },
  platform: 'node',
  tsconfig: 'tsconfig.json',
  resolve: { conditionNames: ['source', 'node', 'import', 'default'] },
  logLevel: 'warn',
  output: {
    dir: 'dist/presign',
    format: 'esm',
    entryFileNames: (chunk) => (chunk.name === 'presign' ? 'presign.mjs' : '[name].js'),
    chunkFileNames: '[name]-[hash].mjs',
  },
});
