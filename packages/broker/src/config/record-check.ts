/** What a topic asks of its records before it takes them. */
export interface RecordCheck {
  readonly key: PartCheck | undefined;
  readonly value: PartCheck | undefined;
}

export interface PartCheck {
  /** `id`: it names a schema that is registered for its subject. `full`: it can also be read by that schema. */
  readonly level: 'id' | 'full';
  readonly strategy: SubjectNameStrategy;
}

/** What a subject is named for: the topic, the schema's own name, or both. */
export type SubjectNameStrategy = 'TopicNameStrategy' | 'RecordNameStrategy' | 'TopicRecordNameStrategy';

/** By a topic's settings, of which the stricter holds. Undefined when nothing is asked. */
export function recordCheckOf(setting: (name: string) => string): RecordCheck | undefined {
  const key = partCheckOf('key', setting);
  const value = partCheckOf('value', setting);
  return key === undefined && value === undefined ? undefined : { key, value };
}

/** Whether a topic asks for a check by giving this value to this setting. */
export function asksForCheck(name: string, value: string): boolean {
  if (/^confluent\.(key|value)\.schema\.validation$/.test(name)) return value === 'true';
  return /^millrace\.(key|value)\.schema\.validation$/.test(name) && value !== 'none';
}

function partCheckOf(part: 'key' | 'value', setting: (name: string) => string): PartCheck | undefined {
  const level = setting(`millrace.${part}.schema.validation`);
  const isAsked = setting(`confluent.${part}.schema.validation`) === 'true';
  if (level !== 'id' && level !== 'full' && !isAsked) return undefined;
  return {
    level: level === 'full' ? 'full' : 'id',
    strategy: strategyOf(setting(`confluent.${part}.subject.name.strategy`)),
  };
}

/** By the class name of Confluent's strategy, with or without its package. */
function strategyOf(name: string): SubjectNameStrategy {
  if (name.endsWith('TopicRecordNameStrategy')) return 'TopicRecordNameStrategy';
  return name.endsWith('RecordNameStrategy') ? 'RecordNameStrategy' : 'TopicNameStrategy';
}
