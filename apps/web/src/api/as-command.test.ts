import { expect, test } from 'vitest';
import { publishAs, registerAs, sqlAs } from './as-command.ts';

const origin = 'http://127.0.0.1:8080';

test('a publish request becomes a command that a shell reads as it was meant', () => {
  const as = publishAs(origin, {
    topic: 'flights',
    domain: 'operations',
    description: "Every flight, as it's flown",
    tags: ['air', 'on time'],
    slaAcknowledged: true,
  });
  expect(as.cli).toBe(
    [
      'millrace product publish flights',
      '--domain operations',
      String.raw`--description 'Every flight, as it'\''s flown'`,
      '--tag air',
      "--tag 'on time'",
      '--acknowledge-sla',
    ].join(' \\\n  '),
  );
  expect(as.curl).toContain('/api/v1/products \\\n');
  expect(as.yaml).toContain('tags: ["air","on time"]');
});

test('a form not yet filled in still shows the command it will be', () => {
  expect(registerAs(origin, 'operations.flights', '', '').cli).toBe(
    'millrace consumer add NAME --product operations.flights',
  );
});

test('a query and a statement go to their own endpoints', () => {
  expect(sqlAs(origin, 'SELECT 1;', true).curl).toContain('/sql/queries');
  expect(sqlAs(origin, 'DROP STREAM a;', false).curl).toContain('/api/v1/sql \\\n');
  expect(sqlAs(origin, 'SELECT a\nFROM b;', true).yaml).toBe('kind: statement\nsql: |\n  SELECT a\n  FROM b;');
});
