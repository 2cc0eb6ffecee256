/** The least that ordering needs to know of a record. */
export interface Timed {
  readonly timestamp: number;
}

export interface InputRun<R extends Timed> {
  readonly topic: string;
  readonly records: readonly R[];
}

/** Records in order, made in chunks only when they are about to be processed, so that they are garbage soon after. */
export type Chunks<R extends Timed> = Iterator<readonly R[]>;

interface Input<R extends Timed> {
  readonly topic: string;
  readonly waiting: Chunks<R>[];
  /** What is given out next, from `start` on. Empty only when nothing waits. */
  chunk: readonly R[];
  start: number;
  /** Records that wait, about: what was offered less what was given out. */
  count: number;
  /** No record is known to wait on the broker beyond those offered. */
  caughtUp: boolean;
  /** Nothing else of the task is processed before this input has caught up for the first time. */
  awaited: boolean;
}

/**
 * The inputs of one task, merged in the order of their event time, as far as it can be known: a run is given out only while
 * every other input either has a record at hand or has caught up with its partition. Tables that are read for the first time
 * (`awaited`) come first altogether, so that the first stream record meets the table as it was when the query began.
 */
export class TaskInputs<R extends Timed> {
  readonly #inputs: readonly Input<R>[];

  constructor(inputs: readonly { readonly topic: string; readonly awaited: boolean }[]) {
    this.#inputs = inputs.map((input) => ({
      ...input,
      waiting: [],
      chunk: [],
      start: 0,
      count: 0,
      caughtUp: false,
    }));
  }

  /** How many records of a topic wait here, about. */
  waitingOf(topic: string): number {
    return this.#input(topic)?.count ?? 0;
  }

  isEmpty(topic: string): boolean {
    const input = this.#input(topic);
    return input === undefined || isDrained(input);
  }

  get hasRecords(): boolean {
    return this.#inputs.some((input) => !isDrained(input));
  }

  /** Whether nothing waits here and nothing more is known to be on its way. */
  get idle(): boolean {
    return this.#inputs.every((input) => input.caughtUp && isDrained(input));
  }

  offer(topic: string, chunks: Chunks<R>, count: number): void {
    const input = this.#input(topic);
    if (input === undefined) return;
    input.waiting.push(chunks);
    input.count += count;
    refill(input);
  }

  /** Says whether all that the broker holds of this input has been offered. */
  setCaughtUp(topic: string, caughtUp: boolean): void {
    const input = this.#input(topic);
    if (input === undefined) return;
    input.caughtUp = caughtUp;
    if (caughtUp && isDrained(input)) input.awaited = false;
  }

  /** The next run in order, undefined while an input that may hold earlier records is still on its way. */
  next(): InputRun<R> | undefined {
    const chosen = this.#choose();
    return chosen === undefined ? undefined : this.#take(chosen);
  }

  /** The next run of these topics alone, whatever the others may still hold; undefined while a table is awaited. */
  nextOf(topics: ReadonlySet<string>): InputRun<R> | undefined {
    if (this.#inputs.some((input) => input.awaited && !topics.has(input.topic))) return undefined;
    let chosen: Input<R> | undefined;
    for (const input of this.#inputs) {
      if (!topics.has(input.topic) || isDrained(input)) continue;
      if (chosen === undefined || headTime(input) < headTime(chosen)) chosen = input;
    }
    return chosen === undefined ? undefined : this.#take(chosen);
  }

  #take(chosen: Input<R>): InputRun<R> {
    const end = this.#inputs.length === 1 ? chosen.chunk.length : this.#endOfRun(chosen);
    const isWhole = chosen.start === 0 && end === chosen.chunk.length;
    const records = isWhole ? chosen.chunk : chosen.chunk.slice(chosen.start, end);
    chosen.start = end;
    chosen.count -= records.length;
    refill(chosen);
    if (chosen.caughtUp && isDrained(chosen)) chosen.awaited = false;
    return { topic: chosen.topic, records };
  }

  #input(topic: string): Input<R> | undefined {
    return this.#inputs.find((input) => input.topic === topic);
  }

  #choose(): Input<R> | undefined {
    const awaited = this.#inputs.find((input) => input.awaited);
    if (awaited !== undefined) return isDrained(awaited) ? undefined : awaited;
    let chosen: Input<R> | undefined;
    for (const input of this.#inputs) {
      if (isDrained(input)) {
        if (!input.caughtUp) return undefined;
      } else if (chosen === undefined || headTime(input) < headTime(chosen)) chosen = input;
    }
    return chosen;
  }

  #endOfRun(chosen: Input<R>): number {
    const { chunk } = chosen;
    const limit = chosen.awaited ? Infinity : this.#earliestOther(chosen);
    if (limit === Infinity) return chunk.length;
    let end = chosen.start + 1;
    while (end < chunk.length && (chunk[end]?.timestamp ?? Infinity) <= limit) end += 1;
    return end;
  }

  #earliestOther(chosen: Input<R>): number {
    let earliest = Infinity;
    for (const input of this.#inputs) {
      if (input !== chosen && !isDrained(input)) earliest = Math.min(earliest, headTime(input));
    }
    return earliest;
  }
}

function isDrained<R extends Timed>(input: Input<R>): boolean {
  return input.start === input.chunk.length;
}

function headTime<R extends Timed>(input: Input<R>): number {
  return input.chunk[input.start]?.timestamp ?? Infinity;
}

function refill<R extends Timed>(input: Input<R>): void {
  while (isDrained(input)) {
    const [first] = input.waiting;
    if (first === undefined) break;
    const next = first.next();
    if (next.done === true) input.waiting.shift();
    else {
      input.chunk = next.value;
      input.start = 0;
    }
  }
  if (!isDrained(input)) return;
  input.chunk = [];
  input.start = 0;
  input.count = 0;
}
