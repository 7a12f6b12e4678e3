import { defineConfig } from 'rolldown';
import { bundleInventory } from './scripts/bundle-inventory.mjs';

// What Nest and its friends load only where it is installed and used; none of it is here.
const OPTIONAL = [
  /^@nestjs\/(microservices|websockets|platform-express|platform-socket\.io)/,
  /^@fastify\/(multipart|static|view)$/,
  'class-transformer/storage',
  '@aws-sdk/signature-v4a',
  '@aws-sdk/signature-v4-crt',
  'aws-crt',
  'pino-pretty',
];

const escaped = (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** V8 keeps a source in two bytes a character where a single one is beyond Latin-1: 5 MB of heap more. */
const asciiOnly = {
  name: 'ascii-only',
  generateBundle(_options, bundle) {
    for (const output of Object.values(bundle)) {
      if (output.type === 'chunk') output.code = output.code.replaceAll(/[\u0080-\uffff]/g, escaped);
    }
  },
};

/** One file for each program: a start reads some big files instead of two thousand small ones. */
export default defineConfig({
  input: {
    api: 'dist/apps/api/src/main.js',
    lambda: 'dist/apps/lambda/src/handler.js',
    local: 'dist/apps/local/src/main.js',
  },
  platform: 'node',
  external: OPTIONAL,
  plugins: [bundleInventory(), asciiOnly],
  logLevel: 'warn',
  output: {
    dir: 'dist/bundle',
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: 'chunks/[name]-[hash].mjs',
    keepNames: true,
    comments: false, // licences are in a file of their own (scripts/licences.mjs); V8 keeps the source in its heap
  },
});
