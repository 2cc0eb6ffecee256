/** The subject of a topic's keys or values under Confluent's default strategy (TopicNameStrategy). */
export function topicSubject(topic: string, part: 'key' | 'value'): string {
  return `${topic}-${part}`;
}

/** The topic and part of a subject made by `topicSubject`; undefined for a subject named otherwise. */
export function topicOfSubject(
  subject: string,
): { readonly topic: string; readonly part: 'key' | 'value' } | undefined {
  const { topic, part } = /^(?<topic>.+)-(?<part>key|value)$/s.exec(subject)?.groups ?? {};
  return topic === undefined || part === undefined ? undefined : { topic, part: part === 'key' ? 'key' : 'value' };
}
