import type { LoggerService } from '@nestjs/common';
import type { Log } from './log.js';

/** Nest's own words, where they are a warning or worse. */
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
