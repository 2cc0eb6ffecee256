import { expect, it } from 'vitest';
import { guessType } from './guess-type.ts';

it('the language of a schema is guessed by its file, and by what it says', () => {
  const record = '{"type":"record","name":"R","fields":[]}';
  expect(guessType(record, 'order.avsc')).toBe('AVRO');
  expect(guessType(record, 'order.json')).toBe('AVRO');
  expect(guessType('{"type":"string"}', 'order.json')).toBe('JSON');
  expect(guessType('{"type":"string"}')).toBe('AVRO');
  expect(guessType('{"type":"array","items":"int"}', 'order.json')).toBe('AVRO');
  expect(guessType('{"type":"object","properties":{}}')).toBe('JSON');
  expect(guessType('{"$schema":"http://json-schema.org/draft-07/schema#","type":"string"}')).toBe('JSON');
  expect(guessType('{"type": ', 'broken.json')).toBe('JSON');
  expect(guessType('["null", "int"]')).toBe('AVRO');
  expect(guessType('syntax = "proto3";')).toBe('PROTOBUF');
  expect(guessType('{}', 'a.proto')).toBe('PROTOBUF');
});
