import type { Logger } from '@millrace/base';
import { pino } from 'pino';

/** JSON lines on standard error, so that standard output stays the program's answer. Passwords and keys never appear. */
export function createLogger(level: string): Logger {
  const redact = ['password', '*.password', 'headers.authorization', '*.headers.authorization'];
  return pino({ level, redact }, pino.destination({ dest: 2, sync: true }));
}
