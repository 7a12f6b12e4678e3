// Every entry point imports this module first. An old Node can parse it, and gets its message. Node resolves all static
// imports before it runs any of them, and an old Node can't load .ts files. So entry points import .ts files with
// import().
const [major] = process.versions.node.split('.').map(Number);
if (major < 24) {
  process.stderr.write(
    `tenant-presign needs Node 24 or newer; this is ${process.version} (${process.execPath}).\n` +
      'On Linux and Windows run "npm ci": it installs Node 24 for the npm commands. Elsewhere install Node 24.\n',
  );
  process.exit(1);
}
