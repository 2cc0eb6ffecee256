/** The subject of a topic's keys or values under Confluent's default strategy (TopicNameStrategy). */
export function topicSubject(topic: string, part: 'key' | 'value'): string {
  return `${topic}-${part}`;
}

/** The topic and part of a subject made by `topicSubject`, in whatever context; undefined for a subject named otherwise. */
export function topicOfSubject(
  subject: string,
): { readonly topic: string; readonly part: 'key' | 'value' } | undefined {
  const { topic, part } = /^(?::\.[^:]*:)?(?<topic>.+)-(?<part>key|value)$/s.exec(subject)?.groups ?? {};
  return topic === undefined || part === undefined ? undefined : { topic, part: part === 'key' ? 'key' : 'value' };
}

export const subjectStrategies = ['TopicNameStrategy', 'RecordNameStrategy', 'TopicRecordNameStrategy'] as const;
export type SubjectStrategy = (typeof subjectStrategies)[number];

/** The strategy of that name, with or without the package of its Java class (`io.confluent.kafka.serializers.subject.…`). */
export function subjectStrategy(name: string): SubjectStrategy | undefined {
  const simple = name.slice(name.lastIndexOf('.') + 1);
  return subjectStrategies.find((strategy) => strategy === simple);
}

/** Where data stands, for the name of its subject. */
export interface SubjectOf {
  readonly topic: string;
  readonly part: 'key' | 'value';
  /** `recordName` of its schema's language; undefined when the schema has no name. */
  readonly recordName: string | undefined;
  /** Of the registry: `.eu`. Default `.`, whose subjects are named without it. */
  readonly context?: string;
}

/** The subject that a strategy gives to data; undefined where the strategy needs a record's name and there is none. */
export function subjectBy(strategy: SubjectStrategy, data: SubjectOf): string | undefined {
  const { context = '.' } = data;
  const name = nameBy(strategy, data);
  return name === undefined || context === '.' ? name : `:${context}:${name}`;
}

function nameBy(strategy: SubjectStrategy, { topic, part, recordName }: SubjectOf): string | undefined {
  switch (strategy) {
    case 'TopicNameStrategy':
      return topicSubject(topic, part);
    case 'RecordNameStrategy':
      return recordName;
    case 'TopicRecordNameStrategy':
      return recordName === undefined ? undefined : `${topic}-${recordName}`;
  }
}
