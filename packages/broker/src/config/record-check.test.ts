import { expect, test } from 'vitest';
import { recordCheckOf } from './record-check.ts';
import { topicSettings } from './parsed-configs.ts';
import { topicConfigs } from './topic-configs.ts';

const checkBy = (configs: Record<string, string>) =>
  recordCheckOf((name) => configs[name] ?? topicConfigs.find((each) => each.name === name)?.fallback ?? '');

test('a topic that asks for nothing has no check', () => {
  expect(topicSettings(new Map(), new Map()).recordCheck).toBeUndefined();
  expect(checkBy({ 'confluent.value.subject.name.strategy': 'RecordNameStrategy' })).toBeUndefined();
});

test('of the two settings for a part the stricter holds', () => {
  const asked = (confluent: string, millrace: string) =>
    checkBy({ 'confluent.value.schema.validation': confluent, 'millrace.value.schema.validation': millrace })?.value
      ?.level;
  expect(asked('true', 'none')).toBe('id');
  expect(asked('true', 'full')).toBe('full');
  expect(asked('false', 'id')).toBe('id');
  expect(asked('false', 'none')).toBeUndefined();
});

test('key and value are asked for apart, each with its strategy by class name or short', () => {
  expect(
    checkBy({
      'confluent.key.schema.validation': 'true',
      'confluent.key.subject.name.strategy': 'io.confluent.kafka.serializers.subject.TopicRecordNameStrategy',
      'millrace.value.schema.validation': 'full',
      'confluent.value.subject.name.strategy': 'RecordNameStrategy',
    }),
  ).toEqual({
    key: { level: 'id', strategy: 'TopicRecordNameStrategy' },
    value: { level: 'full', strategy: 'RecordNameStrategy' },
  });
  expect(checkBy({ 'confluent.value.schema.validation': 'true' })?.value?.strategy).toBe('TopicNameStrategy');
});
