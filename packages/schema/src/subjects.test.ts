import { describe, expect, it } from 'vitest';
import { subjectBy, subjectStrategy, topicOfSubject, topicSubject } from './subjects.ts';

describe('subjects', () => {
  it('are the topic and the part, and tell them', () => {
    expect(topicSubject('a-key', 'value')).toBe('a-key-value');
    expect(topicOfSubject('a-key-value')).toEqual({ topic: 'a-key', part: 'value' });
    expect(topicOfSubject(':.eu:orders-key')).toEqual({ topic: 'orders', part: 'key' });
    expect(topicOfSubject('shop.Order')).toBeUndefined();
  });

  it('are named by the strategy, which may need the name of the record', () => {
    const data = { topic: 'orders', part: 'value', recordName: 'shop.Order' } as const;
    expect(subjectBy('TopicNameStrategy', data)).toBe('orders-value');
    expect(subjectBy('RecordNameStrategy', data)).toBe('shop.Order');
    expect(subjectBy('TopicRecordNameStrategy', data)).toBe('orders-shop.Order');
    expect(subjectBy('TopicRecordNameStrategy', { ...data, recordName: undefined })).toBeUndefined();
    const javaClass = 'io.confluent.kafka.serializers.subject.RecordNameStrategy';
    expect(subjectStrategy(javaClass)).toBe('RecordNameStrategy');
    expect(subjectStrategy('AnotherStrategy')).toBeUndefined();
  });

  it('lie in a context, by default the one named by a dot', () => {
    const data = { topic: 'orders', part: 'value', recordName: undefined } as const;
    expect(subjectBy('TopicNameStrategy', { ...data, context: '.eu' })).toBe(':.eu:orders-value');
    expect(subjectBy('TopicNameStrategy', { ...data, context: '.' })).toBe('orders-value');
    expect(topicOfSubject(':.eu:orders-value')).toEqual({ topic: 'orders', part: 'value' });
  });
});
