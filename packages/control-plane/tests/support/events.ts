import { setTimeout as pause } from 'node:timers/promises';

export interface ServerEvent {
  readonly event: string;
  readonly id: string | undefined;
  // Tests look into messages of every kind.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly data: any;
}

/** Reads server-sent events in the background until `close`. */
export async function openEvents(url: string, headers: Record<string, string> = {}) {
  const stop = new AbortController();
  const response = await fetch(`${url}/api/v1/stream`, { headers, signal: stop.signal });
  const events: ServerEvent[] = [];
  const reading = (async () => {
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      const blocks = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const fields = new Map(
          block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
        );
        if (fields.has('event'))
          events.push({
            event: fields.get('event') ?? '',
            id: fields.get('id'),
            data: JSON.parse(fields.get('data') ?? 'null'),
          });
      }
    }
  })().catch(() => undefined);
  return {
    events,
    /** The first event that fits, now or within ten seconds. */
    next: (fits: (event: ServerEvent) => boolean): Promise<ServerEvent> =>
      until(() => Promise.resolve(events.find(fits)), 'an event that fits'),
    async close() {
      stop.abort();
      await reading;
    },
  };
}

/** Asks again until there is an answer; fails after `withinMs`. */
export async function until<T>(ask: () => Promise<T | undefined>, what: string, withinMs = 10_000): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`waited ${withinMs} ms for ${what}`);
    await pause(20);
  }
}
