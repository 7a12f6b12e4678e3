import { PORT_OPTIONS, type LocalOptions } from './options.js';

/** Returns the reason why the start failed and the option to change, for people. */
export function startErrorText(error: unknown, options: LocalOptions): string {
  const { code, syscall, port, message } = error as NodeJS.ErrnoException & { readonly port?: number };
  if (syscall === 'listen' && port !== undefined) return portErrorText(code, message, port, options);
  return message;
}

function portErrorText(
  code: string | undefined,
  message: string,
  port: number,
  options: LocalOptions,
): string {
  const flag = Object.entries(PORT_OPTIONS).find(
    ([name]) => options[name as keyof typeof PORT_OPTIONS] === port,
  )?.[1].flag;
  const fix = `Choose another port with "npm start -- ${flag ?? '--port'} N"; 0 takes any free port.`;
  if (code === 'EADDRINUSE') return `Port ${port} is taken by another process. ${fix}`;
  if (code === 'EACCES') return `This user may not open port ${port}. ${fix}`;
  return `Port ${port} can't be opened: ${message}. ${fix}`;
}
