import type { ServiceAddresses } from './services.ts';

/** Everything that `millrace up` has to say, as text for people or as one JSON object a line. */
export type UpEvent =
  | {
      readonly event: 'service';
      readonly name: string;
      readonly address: string;
      readonly embedded: boolean;
      /** The usual port, when it was taken. */ readonly taken?: number;
    }
  | { readonly event: 'ready'; readonly ms: number; readonly services: ServiceAddresses }
  | { readonly event: 'progress'; readonly step: string; readonly done: number; readonly total: number }
  | { readonly event: 'note'; readonly text: string }
  | { readonly event: 'next'; readonly title: string; readonly command: string }
  | { readonly event: 'stopped' };

export interface Reporter {
  tell(event: UpEvent): void;
}

export function jsonReporter(write: (line: string) => void): Reporter {
  return { tell: (event) => write(`${JSON.stringify(event)}\n`) };
}

const progressWidth = 28;

function bar(done: number, total: number): string {
  const filled = total === 0 ? progressWidth : Math.floor((done / total) * progressWidth);
  return `${'█'.repeat(filled)}${'░'.repeat(progressWidth - filled)}`;
}

function line(event: UpEvent): string {
  switch (event.event) {
    case 'service': {
      const taken = event.taken === undefined ? '' : `   (port ${event.taken} is taken by another program)`;
      return `  ${event.name.padEnd(9)} ${event.address}${event.embedded ? '' : '   (yours)'}${taken}`;
    }
    case 'ready':
      return `ready in ${(event.ms / 1000).toFixed(2)} s`;
    case 'progress':
      return `  ${event.step.padEnd(9)} ${bar(event.done, event.total)} ${event.done.toLocaleString('en-US')} of ${event.total.toLocaleString('en-US')}`;
    case 'note':
      return event.text;
    case 'next':
      return `  ${event.title}\n    ${event.command}`;
    case 'stopped':
      return 'stopped, everything is kept';
  }
}

/** At a terminal a progress line is rewritten in place; elsewhere only its end is written. */
export function textReporter(write: (text: string) => void, terminal: boolean): Reporter {
  let open = false;
  return {
    tell(event) {
      if (event.event === 'progress' && event.done < event.total) {
        if (!terminal) return;
        write(`\r${line(event)}\u001b[K`);
        open = true;
        return;
      }
      write(`${open ? '\r' : ''}${line(event)}${open ? '\u001b[K' : ''}\n`);
      open = false;
    },
  };
}
