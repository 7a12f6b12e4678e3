// On a signal, the process exits normally, so that its exit listeners run: they stop servers and remove folders.

process.setMaxListeners(0); // each server has one listener
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));
