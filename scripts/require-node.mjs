// First import of every entry point, in words that an old Node can parse.
const [major] = process.versions.node.split('.').map(Number);
if (major < 24) {
  process.stderr.write(
    `tenant-presign needs Node 24 or newer; this is ${process.version} (${process.execPath}).\n` +
      'Start it by npm ("npm ci", then "npm start"): npm brings Node 24 for Linux and Windows. Elsewhere install Node 24.\n',
  );
  process.exit(1);
}
