import type { SchemaField } from '@millrace/mesh';
import { expect, test } from 'vitest';
import { maskedValue } from './mask.ts';

const field = (name: string, more: Partial<SchemaField> = {}): SchemaField => ({
  name,
  path: name,
  type: 'record',
  nullable: false,
  tags: [],
  ...more,
});
const iban = field('iban', { sensitivity: 'financial' });
const fields = [
  field('id'),
  field('email', { sensitivity: 'pii' }),
  field('home', { fields: [field('city'), iban] }),
  field('lines', { type: 'array of record', fields: [iban] }),
  field('byName', { type: 'map of record', fields: [iban] }),
];

test('sensitive fields are masked wherever they lie, and nothing else', () => {
  const value = {
    id: 7,
    email: 'ada@example.org',
    home: { city: 'Bergen', iban: 'DE89' },
    lines: [{ iban: 'DE89', more: 1 }],
    byName: { iban: { iban: 'DE89', city: 'Oslo' } },
    unknown: 'as it is',
  };
  expect(maskedValue(value, fields)).toEqual({
    id: 7,
    email: '•••',
    home: { city: 'Bergen', iban: '•••' },
    lines: [{ iban: '•••', more: 1 }],
    byName: { iban: { iban: '•••', city: 'Oslo' } },
    unknown: 'as it is',
  });
});

test('what is not there is not masked, and what is no record stays', () => {
  expect(maskedValue({ email: null }, fields)).toEqual({ email: null });
  expect([maskedValue('text', fields), maskedValue(null, fields)]).toEqual(['text', null]);
});
