import type { LoggerService } from '@nestjs/common';
import type { Log } from './log.js';

/** Forwards Nest's own log messages of level warning and above. */
export class NestLog implements LoggerService {
  constructor(private readonly out: Log) {}

  log(): void {}

  warn(message: unknown): void {
    this.out.warning(String(message));
  }

  error(message: unknown): void {
    this.out.warning(message instanceof Error ? message.name : String(message));
  }
}
