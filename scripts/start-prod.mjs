import './require-node.mjs';

await import('../dist/bundle/api.mjs').catch((error) => {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
  process.stderr.write('Nothing is built yet. Run "npm run build" first.\n');
  process.exit(1);
});
