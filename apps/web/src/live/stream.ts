import type { StreamMessage } from '@millrace/mesh';

interface StreamHandlers {
  readonly onMessage: (message: StreamMessage) => void;
  /** Called at each opening; `again` is true when the stream had been open before and something may have been missed. */
  readonly onOpen: (again: boolean) => void;
  readonly onLost: () => void;
}

const retryMsMin = 500;
const retryMsMax = 8_000;
/** The server sends a heartbeat more often than this; a silence longer than it means the connection is dead. */
const silenceMsMax = 30_000;

/** Keeps one event stream open and opens it anew with growing pauses when it is lost. Gives the function that ends it. */
export function openStream(url: string, handlers: StreamHandlers): () => void {
  let source: EventSource | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let retryMs = retryMsMin;
  let openedBefore = false;

  const heard = (): void => {
    clearTimeout(silence);
    silence = setTimeout(lose, silenceMsMax);
  };
  const lose = (): void => {
    clearTimeout(silence);
    source?.close();
    handlers.onLost();
    retry = setTimeout(open, retryMs);
    retryMs = Math.min(retryMs * 2, retryMsMax);
  };
  const receive = (event: MessageEvent<string>): void => {
    heard();
    if (event.data !== '') handlers.onMessage(JSON.parse(event.data) as StreamMessage);
  };
  const open = (): void => {
    source = new EventSource(url);
    source.addEventListener('open', () => {
      retryMs = retryMsMin;
      heard();
      handlers.onOpen(openedBefore);
      openedBefore = true;
    });
    source.addEventListener('error', lose);
    for (const kind of ['fact', 'live', 'status']) source.addEventListener(kind, receive);
    source.addEventListener('heartbeat', heard);
  };
  open();
  return () => {
    clearTimeout(retry);
    clearTimeout(silence);
    source?.close();
  };
}
