import type { InputRecord, ResultRow, Subtopology, Task, TaskContext, Topology } from '@millrace/sql';
import { murmur2Partition } from './partitioner.ts';
import type { FetchedRecords, TopicOffset, TopicPartition } from './ports.ts';
import { TaskInputs } from './task-inputs.ts';

/** Where the records and rows of all tasks of a query go. */
export interface TaskOutputs {
  emit: TaskContext['emit'];
  emitRow(row: ResultRow): void;
}

/** Beyond so many waiting records a task's sources are not read on, and tasks that feed it are held back. */
const bufferedRecordsMax = 50_000;

/** A task with what waits for it. */
export interface RunningTask {
  readonly subtopology: Subtopology;
  readonly partition: number;
  readonly task: Task;
  readonly inputs: TaskInputs<InputRecord>;
  /** By source topic: the offset behind the last record that this task has processed. */
  readonly processed: Map<string, number>;
}

export interface TaskRun {
  readonly of: RunningTask;
  readonly topic: string;
  readonly records: readonly InputRecord[];
}

interface Position {
  readonly start: number;
  fetched: number;
  end: number;
}

/**
 * All tasks of one query, in one process. Repartition topics are queues in memory: since one transaction holds the source
 * offsets, the stores' changes and the outputs of every task, a record between two tasks needs no topic of its own to be
 * processed exactly once. A query spread over several processes would need the topics.
 */
export class QueryTasks {
  /** In the order of the flow: all partitions of the first subtopology, then of the next. */
  readonly tasks: readonly RunningTask[];
  readonly #topology: Topology;
  readonly #partitions: number;
  readonly #positions = new Map<string, Map<number, Position>>();
  /** Records on their way between two tasks, by topic, one list a partition. */
  readonly #loops = new Map<string, InputRecord[][]>();
  /** The tasks that read a topic, one list a partition. */
  readonly #readers = new Map<string, readonly RunningTask[][]>();
  /** Some task merges a queue with another input. */
  readonly #mergesLoops: boolean;
  #processed = 0;

  /** `awaited`: topics of tables that are read to their end before anything else of their task is processed. */
  constructor(topology: Topology, partitions: number, outputs: TaskOutputs, awaited: (at: TopicPartition) => boolean) {
    this.#topology = topology;
    this.#partitions = partitions;
    this.#mergesLoops = topology.subtopologies.some(
      ({ sources }) => sources.length > 1 && sources.some(({ repartition }) => repartition),
    );
    for (const topic of topology.repartitionTopics) {
      this.#loops.set(
        topic,
        Array.from({ length: partitions }, () => []),
      );
    }
    const context: TaskContext = {
      emit: (topic, partition, key, value, timestamp, headers) => {
        const loop = this.#loops.get(topic);
        if (loop === undefined) outputs.emit(topic, partition, key, value, timestamp, headers);
        else {
          const target = partition ?? murmur2Partition(key, partitions);
          loop[target]?.push({ key, value, timestamp, offset: 0, ...(headers === undefined ? {} : { headers }) });
        }
      },
      emitRow: (row) => outputs.emitRow(row),
    };
    this.tasks = topology.subtopologies.flatMap((subtopology) =>
      Array.from({ length: partitions }, (_, partition) => ({
        subtopology,
        partition,
        task: topology.createTask(subtopology.index, partition, context),
        inputs: new TaskInputs<InputRecord>(
          subtopology.sources.map(({ topic }) => ({ topic, awaited: awaited({ topic, partition }) })),
        ),
        processed: new Map<string, number>(),
      })),
    );
    for (const { topic } of topology.subtopologies.flatMap((each) => each.sources)) {
      const reads = (each: RunningTask, partition: number): boolean =>
        each.partition === partition && each.subtopology.sources.some((source) => source.topic === topic);
      this.#readers.set(
        topic,
        Array.from({ length: partitions }, (_, partition) => this.tasks.filter((each) => reads(each, partition))),
      );
    }
  }

  /** Records processed since the query began, each source record counted once. */
  get processed(): number {
    return this.#processed;
  }

  /** Records that the sources hold and that are not processed yet, as far as the last fetches tell. */
  get lag(): number {
    let lag = 0;
    for (const { topic, partition, offset } of this.offsets()) {
      lag += Math.max(0, (this.#positions.get(topic)?.get(partition)?.end ?? 0) - offset);
    }
    return lag;
  }

  /** Sets where each source partition begins. Call once for each before `offer`. */
  start(from: readonly TopicOffset[], ends: readonly TopicOffset[]): void {
    for (const { topic, partition, offset } of from) {
      const end = ends.find((each) => each.topic === topic && each.partition === partition)?.offset ?? offset;
      const partitions = this.#positions.get(topic) ?? new Map<number, Position>();
      partitions.set(partition, { start: offset, fetched: offset, end });
      this.#positions.set(topic, partitions);
      this.#setCaughtUp({ topic, partition }, offset >= end);
    }
    // A partition that the topic does not have can hold nothing back.
    for (const { subtopology, partition, inputs } of this.tasks) {
      for (const { topic, repartition } of subtopology.sources) {
        if (!repartition && this.#positions.get(topic)?.has(partition) !== true) inputs.setCaughtUp(topic, true);
      }
    }
  }

  offer(fetched: FetchedRecords): void {
    const position = this.#positions.get(fetched.topic)?.get(fetched.partition);
    if (position === undefined) return;
    position.fetched = fetched.nextOffset;
    position.end = Math.max(position.end, fetched.endOffset);
    for (const each of this.#readersOf(fetched)) each.inputs.offer(fetched.topic, fetched.chunks(), fetched.count);
    this.#setCaughtUp(fetched, fetched.nextOffset >= fetched.endOffset);
  }

  /** Whether what waits for the tasks that read this partition is more than memory should hold. */
  isFull(at: TopicPartition): boolean {
    return this.#readersOf(at).some((each) => each.inputs.waitingOf(at.topic) > bufferedRecordsMax);
  }

  /**
   * The next run of records of a task, or undefined when all wait for more. A task that fills a queue faster than it is
   * emptied is held back, unless `unstick` says that nothing else goes on.
   */
  nextRun(unstick = false): TaskRun | undefined {
    this.#settleLoops();
    // Later tasks first: what is under way is finished before more is begun, so queues in memory stay short.
    for (let index = this.tasks.length - 1; index >= 0; index -= 1) {
      const each = this.tasks[index];
      if (each === undefined) continue;
      if (!unstick && each.inputs.hasRecords && this.#heldBack(each)) continue;
      const run = each.inputs.next();
      if (run !== undefined) return { of: each, ...run };
    }
    return undefined;
  }

  /** Runs a task over what `nextRun` gave. Its schemas must be at hand. */
  process(of: RunningTask, topic: string, records: readonly InputRecord[]): void {
    of.task.process(topic, records);
    const { partition } = of;
    const last = records[records.length - 1];
    if (last !== undefined && this.#positions.has(topic)) {
      if (this.#readersOf({ topic, partition })[0] === of) this.#processed += records.length;
      of.processed.set(topic, last.offset + 1);
    }
    this.#carry();
  }

  /**
   * Makes tables forward what they hold back, and finishes what is on its way between tasks: offsets may be committed only when
   * nothing is left in a queue. False when something is, because the task that reads it waits for a table to be read first.
   */
  flush(): boolean {
    const loops = new Set(this.#loops.keys());
    let isDone = true;
    for (const { index } of this.#topology.subtopologies) {
      for (const each of this.tasks) {
        if (each.subtopology.index !== index) continue;
        for (let run = each.inputs.nextOf(loops); run !== undefined; run = each.inputs.nextOf(loops)) {
          this.process(each, run.topic, run.records);
        }
        if (each.subtopology.sources.some(({ topic }) => loops.has(topic) && !each.inputs.isEmpty(topic)))
          isDone = false;
        each.task.flush();
        this.#carry();
      }
    }
    return isDone;
  }

  drainChangelog(
    write: (at: TopicPartition, key: Uint8Array, value: Uint8Array | null, timestamp: number) => void,
  ): void {
    for (const { task, partition } of this.tasks) {
      task.drainChangelog((topic, key, value, timestamp) => write({ topic, partition }, key, value, timestamp));
    }
  }

  /** Whether everything below these offsets has been processed. */
  reached(ends: readonly TopicOffset[]): boolean {
    return ends.every(({ topic, partition, offset }) => this.#offsetOf(topic, partition) >= offset);
  }

  /** Where a restart would go on in each source partition. */
  offsets(): readonly TopicOffset[] {
    return [...this.#positions].flatMap(([topic, partitions]) =>
      [...partitions.keys()].map((partition) => ({ topic, partition, offset: this.#offsetOf(topic, partition) })),
    );
  }

  /** The offset below which every task that reads the partition has processed all. */
  #offsetOf(topic: string, partition: number): number {
    const position = this.#positions.get(topic)?.get(partition);
    if (position === undefined) return Infinity;
    let offset = position.fetched;
    for (const each of this.#readersOf({ topic, partition })) {
      if (!each.inputs.isEmpty(topic)) offset = Math.min(offset, each.processed.get(topic) ?? position.start);
    }
    return offset;
  }

  #readersOf(at: TopicPartition): readonly RunningTask[] {
    return this.#readers.get(at.topic)?.[at.partition] ?? [];
  }

  #setCaughtUp(at: TopicPartition, caughtUp: boolean): void {
    for (const each of this.#readersOf(at)) each.inputs.setCaughtUp(at.topic, caughtUp);
  }

  /**
   * A queue in memory is at its end when what writes it has nothing left to do, and neither has what feeds that. A side of a
   * foreign-key join also writes back to the one before it: such an answer comes when it comes, and is not waited for.
   */
  #settleLoops(): void {
    if (!this.#mergesLoops) return;
    const idle: boolean[] = [];
    for (const { index, sources } of this.#topology.subtopologies) {
      const tasks = this.tasks.filter((each) => each.subtopology.index === index);
      for (const { topic, repartition } of sources) {
        if (!repartition) continue;
        const atEnd = this.#topology.subtopologies.every(
          (each) => each.index >= index || idle[each.index] === true || !each.sinks.includes(topic),
        );
        for (const each of tasks) each.inputs.setCaughtUp(topic, atEnd);
      }
      idle[index] = tasks.every((each) => each.inputs.idle);
    }
  }

  #heldBack(of: RunningTask): boolean {
    return of.subtopology.sinks.some((topic) =>
      this.#readers
        .get(topic)
        ?.some((readers) => readers.some((each) => each.inputs.waitingOf(topic) > bufferedRecordsMax)),
    );
  }

  /** Hands records between tasks on to the tasks that read them. */
  #carry(): void {
    for (const [topic, partitions] of this.#loops) {
      for (let partition = 0; partition < this.#partitions; partition += 1) {
        const records = partitions[partition];
        if (records === undefined || records.length === 0) continue;
        partitions[partition] = [];
        for (const each of this.#readersOf({ topic, partition })) {
          each.inputs.offer(topic, [records].values(), records.length);
        }
      }
    }
  }
}
