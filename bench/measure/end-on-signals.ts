// So that what listens for the process's exit hears of it: servers end, folders go.

process.setMaxListeners(0); // one for each server
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));
