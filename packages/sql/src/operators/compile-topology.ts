import { subjectOf } from '../formats/serde-spec.ts';
import { registeredSchema } from '../formats/schema-of.ts';
import type { Column, ForeignKeyJoinStep, PhysicalPlan, SerdeInfo, Step } from '../plan/physical-plan.ts';
import { foreignKeyNames } from './foreign-key-join.ts';
import type { Repartition } from './rekeyed-table.ts';
import { createTask, type Terminal } from './task.ts';
import type { StoreSpec, SubjectSpec, Subtopology, Topology, TopologyEnvironment, TopologySource } from './topology.ts';

interface Part {
  readonly terminal: Terminal;
  readonly sources: TopologySource[];
  readonly stores: StoreSpec[];
  readonly sinks: string[];
  readonly serdes: Map<string, { serde: SerdeInfo; isKey: boolean }[]>;
}

interface Split {
  readonly plan: PhysicalPlan;
  readonly boundaries: Set<Repartition>;
  readonly parts: Part[];
  /** Between the sides of foreign-key joins. */
  readonly exchangeTopics: string[];
  readonly subjects: Map<string, SubjectSpec>;
}

function emptyPart(terminal: Terminal): Part {
  return { terminal, sources: [], stores: [], sinks: [], serdes: new Map() };
}

function addSource(part: Part, source: TopologySource, keySerde: SerdeInfo, valueSerde: SerdeInfo): void {
  const known = part.sources.findIndex((each) => each.topic === source.topic);
  if (known < 0) part.sources.push(source);
  else if (source.relation === 'table') part.sources[known] = source;
  const serdes = part.serdes.get(source.topic) ?? [];
  serdes.push({ serde: keySerde, isKey: true }, { serde: valueSerde, isKey: false });
  part.serdes.set(source.topic, serdes);
}

function addSubjects(split: Split, topic: string, step: Step, keySerde: SerdeInfo, valueSerde: SerdeInfo): void {
  const add = (serde: SerdeInfo, columns: readonly Column[], isKey: boolean): void => {
    const schema = registeredSchema({ serde, columns, isKey });
    const subject = subjectOf(topic, isKey);
    if (schema !== null) split.subjects.set(subject, { ...schema, subject, topic });
  };
  add(keySerde, step.schema.key, true);
  add(valueSerde, step.schema.value, false);
}

/** Whether a repartition step needs its topic: a new key that only the sink sees does not. */
function isBoundary(step: Step, stateful: boolean): boolean {
  if (step.kind === 'groupBy') return step.repartition !== null;
  return step.kind === 'partitionBy' && (stateful || step.input.relation === 'table');
}

function walk(split: Split, part: Part, step: Step, stateful: boolean): void {
  if (isBoundary(step, stateful)) {
    const boundary = step as Repartition;
    split.boundaries.add(boundary);
    const { topic, keySerde, valueSerde } = boundary.repartition;
    addSource(part, { topic, repartition: true, relation: 'stream' }, keySerde, valueSerde);
    addSubjects(split, topic, boundary, keySerde, valueSerde);
    const upstream = emptyPart({ kind: 'repartition', step: boundary });
    walk(split, upstream, boundary.input, false);
    split.parts.push(upstream);
    if (step.kind === 'partitionBy' && step.store !== null) part.stores.push(ownStore(step.store));
    return;
  }
  switch (step.kind) {
    case 'source': {
      const { topic, relation, keySerde, valueSerde } = step;
      addSource(part, { topic, repartition: false, relation }, keySerde, valueSerde);
      if (step.relation === 'table') part.stores.push(sourceStore(step));
      return;
    }
    case 'filter':
    case 'select':
    case 'flatMap':
    case 'partitionBy':
    case 'groupBy':
      return walk(split, part, step.input, stateful);
    case 'aggregate':
      part.stores.push(ownStore(step.store));
      return walk(split, part, step.input, true);
    case 'streamStreamJoin': {
      for (const store of [step.leftStore, step.rightStore]) part.stores.push(ownStore(store));
      walk(split, part, step.left, true);
      return walk(split, part, step.right, true);
    }
    case 'foreignKeyJoin':
      return walkForeignKey(split, part, step);
    case 'streamTableJoin':
    case 'tableTableJoin':
      walk(split, part, step.left, true);
      return walk(split, part, step.right, true);
  }
}

/** The right side runs in a subtopology of its own, and answers what the left side asks it through a topic each way. */
function walkForeignKey(split: Split, part: Part, step: ForeignKeyJoinStep): void {
  const { subscription, response, subscriptions, results } = foreignKeyNames(split.plan, step);
  const none: SerdeInfo = { format: 'NONE', properties: {}, features: [] };
  const store = (name: string): StoreSpec =>
    ownStore({
      name,
      changelogTopic: `${split.plan.applicationId}-${name}-changelog`,
      keySerde: none,
      valueSerde: none,
    });
  split.exchangeTopics.push(subscription, response);
  walk(split, part, step.left, true);
  addSource(part, { topic: response, repartition: true, relation: 'stream' }, none, none);
  part.stores.push(store(results));
  part.sinks.push(subscription);
  const right: Part = { ...emptyPart({ kind: 'foreignKey', step }) };
  walk(split, right, step.right, true);
  addSource(right, { topic: subscription, repartition: true, relation: 'stream' }, none, none);
  right.stores.push(store(subscriptions));
  right.sinks.push(response);
  split.parts.push(right);
}

type StoreInfo = Extract<Step, { kind: 'aggregate' }>['store'];

function ownStore(store: StoreInfo): StoreSpec {
  const { name, keySerde, valueSerde } = store;
  return {
    name,
    changelogTopic: store.changelogTopic ?? name,
    changelogIsSource: false,
    cleanupPolicy: 'compact',
    keySerde,
    valueSerde,
  };
}

function sourceStore(step: Extract<Step, { kind: 'source' }>): StoreSpec {
  const own = step.store?.changelogTopic ?? null;
  const store = step.store ?? {
    name: `${step.context}-store`,
    changelogTopic: null,
    keySerde: step.keySerde,
    valueSerde: step.valueSerde,
  };
  return { ...ownStore(store), changelogTopic: own ?? step.topic, changelogIsSource: own === null };
}

function sinksOf(plan: PhysicalPlan, terminal: Terminal): readonly string[] {
  if (terminal.kind === 'foreignKey') return [];
  if (terminal.kind === 'repartition') return [terminal.step.repartition.topic];
  return plan.sink === null ? [] : [plan.sink.topic];
}

/** Splits a plan at its repartition topics into what a server can run, one task a partition. */
export function compileTopology(plan: PhysicalPlan, environment: TopologyEnvironment): Topology {
  const split: Split = { plan, boundaries: new Set(), parts: [], exchangeTopics: [], subjects: new Map() };
  const last = emptyPart({ kind: 'sink' });
  walk(split, last, plan.root, false);
  split.parts.push(last);
  if (plan.sink !== null) addSubjects(split, plan.sink.topic, plan.root, plan.sink.keySerde, plan.sink.valueSerde);
  const subtopologies = split.parts.map((part, index): Subtopology => ({
    index,
    sources: part.sources,
    stores: part.stores,
    sinks: [...part.sinks, ...sinksOf(plan, part.terminal)],
  }));
  return {
    plan,
    subtopologies,
    repartitionTopics: [...[...split.boundaries].map((step) => step.repartition.topic), ...split.exchangeTopics],
    subjects: [...split.subjects.values()],
    createTask: (index, partition, context) => {
      const part = split.parts[index];
      if (part === undefined) throw new RangeError(`the query has no subtopology ${index}`);
      const { terminal, serdes } = part;
      return createTask({ plan, environment, boundaries: split.boundaries, terminal, serdes, partition, context });
    },
  };
}
