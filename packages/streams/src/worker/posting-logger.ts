import type { Logger } from '@millrace/base';
import type { FromWorker } from '../runtime/messages.ts';

/** Hands what the worker logs to the server's own logger. Errors travel as their name, message and stack. */
export function postingLogger(post: (message: FromWorker) => void, bindings: object = {}): Logger {
  const write =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (details: object, message: string): void => {
      const all = Object.entries({ ...bindings, ...details });
      post({
        kind: 'log',
        level,
        details: Object.fromEntries(all.map(([key, value]) => [key, plain(value)])),
        message,
      });
    };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (more) => postingLogger(post, { ...bindings, ...more }),
  };
}

function plain(value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  return { type: value.name, message: value.message, stack: value.stack };
}
