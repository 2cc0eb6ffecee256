/** The least that ordering needs to know of a record. */
export interface Timed {
  readonly timestamp: number;
}

export interface InputRun<R extends Timed> {
  readonly topic: string;
  readonly records: readonly R[];
}

interface Input<R extends Timed> {
  readonly topic: string;
  readonly batches: (readonly R[])[];
  /** Index into the first batch. */
  start: number;
  /** No record is known to wait on the broker beyond those offered. */
  caughtUp: boolean;
  /** Nothing else of the task is processed before this input has caught up for the first time. */
  awaited: boolean;
}

/** Longest run handed out at once where inputs are merged: bounds how long one query holds the thread. */
const runLengthMax = 4096;

/**
 * The inputs of one task, merged in the order of their event time, as far as it can be known: a run is given out only while
 * every other input either has a record at hand or has caught up with its partition. Tables that are read for the first time
 * (`awaited`) come first altogether, so that the first stream record meets the table as it was when the query began.
 */
export class TaskInputs<R extends Timed> {
  readonly #inputs: readonly Input<R>[];
  #buffered = 0;

  constructor(inputs: readonly { readonly topic: string; readonly awaited: boolean }[]) {
    this.#inputs = inputs.map((input) => ({ ...input, batches: [], start: 0, caughtUp: false }));
  }

  /** Records handed in and not yet given out. */
  get buffered(): number {
    return this.#buffered;
  }

  /** The same of one topic. */
  bufferedOf(topic: string): number {
    const input = this.#input(topic);
    return input === undefined ? 0 : input.batches.reduce((sum, batch) => sum + batch.length, -input.start);
  }

  /** Whether nothing waits here and nothing more is known to be on its way. */
  get idle(): boolean {
    return this.#buffered === 0 && this.#inputs.every((input) => input.caughtUp);
  }

  offer(topic: string, records: readonly R[]): void {
    if (records.length === 0) return;
    this.#input(topic)?.batches.push(records);
    this.#buffered += records.length;
  }

  /** Says whether all that the broker holds of this input has been offered. */
  setCaughtUp(topic: string, caughtUp: boolean): void {
    const input = this.#input(topic);
    if (input === undefined) return;
    input.caughtUp = caughtUp;
    if (caughtUp && input.batches.length === 0) input.awaited = false;
  }

  /** The next run in order, undefined while an input that may hold earlier records is still on its way. */
  next(): InputRun<R> | undefined {
    const chosen = this.#choose();
    const batch = chosen?.batches[0];
    if (chosen === undefined || batch === undefined) return undefined;
    const run = this.#inputs.length === 1 ? rest(chosen, batch) : this.#runUpToOthers(chosen, batch);
    chosen.start += run.length;
    if (chosen.start === batch.length) {
      chosen.batches.shift();
      chosen.start = 0;
      if (chosen.caughtUp && chosen.batches.length === 0) chosen.awaited = false;
    }
    this.#buffered -= run.length;
    return { topic: chosen.topic, records: run };
  }

  #input(topic: string): Input<R> | undefined {
    return this.#inputs.find((input) => input.topic === topic);
  }

  #choose(): Input<R> | undefined {
    const awaited = this.#inputs.find((input) => input.awaited);
    if (awaited !== undefined) return awaited.batches.length > 0 ? awaited : undefined;
    let chosen: Input<R> | undefined;
    for (const input of this.#inputs) {
      if (input.batches.length === 0) {
        if (!input.caughtUp) return undefined;
      } else if (chosen === undefined || headTime(input) < headTime(chosen)) chosen = input;
    }
    return chosen;
  }

  #runUpToOthers(chosen: Input<R>, batch: readonly R[]): readonly R[] {
    const limit = chosen.awaited ? Infinity : this.#earliestOther(chosen);
    const last = Math.min(batch.length, chosen.start + runLengthMax);
    let end = chosen.start + 1;
    while (end < last && (batch[end]?.timestamp ?? Infinity) <= limit) end += 1;
    return batch.slice(chosen.start, end);
  }

  #earliestOther(chosen: Input<R>): number {
    let earliest = Infinity;
    for (const input of this.#inputs) {
      if (input !== chosen && input.batches.length > 0) earliest = Math.min(earliest, headTime(input));
    }
    return earliest;
  }
}

function headTime<R extends Timed>(input: Input<R>): number {
  return input.batches[0]?.[input.start]?.timestamp ?? Infinity;
}

function rest<R extends Timed>(input: Input<R>, batch: readonly R[]): readonly R[] {
  return input.start === 0 ? batch : batch.slice(input.start);
}
