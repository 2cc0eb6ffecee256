import { describe, expect, test } from 'vitest';
import type { Command } from '../decide/command.ts';
import { decide } from '../decide/decide.ts';
import type { MeshState } from '../state/mesh-state.ts';
import { after, by, factsOf, flights, publishFlights, withPeople } from '../testing/mesh.ts';
import { shellWord } from './commands.ts';
import { describeFact } from './describe-fact.ts';
import { searchDocument, words } from './search-text.ts';
import { snippets } from './snippets.ts';

const url = 'http://127.0.0.1:8080';
const told = (state: MeshState, command: Command, actor = 'ada') => {
  const [fact] = factsOf(decide(state, command, by(actor)));
  if (fact === undefined) throw new Error('a decision has a fact');
  return describeFact(fact, url);
};
const published = after(withPeople, 'ada', publishFlights);

describe('a fact is told', () => {
  test('as a sentence and as the same action in three forms', () => {
    const { text, as } = told(withPeople, {
      ...publishFlights,
      request: { ...flights, description: "It's all." },
    } as Command);
    expect(text).toBe(
      'ada published operations.flights, authoritative, tier-1, owned by @flights-team; 0 rules passed.',
    );
    expect(as.cli).toBe(
      String.raw`millrace product publish operations.flights --domain operations --name flights --owner @flights-team --description 'It'\''s all.' --quality authoritative --sla tier-1 --alignment source --tag aviation --acknowledge-sla`,
    );
    expect(as.curl).toMatch(
      /^curl -X POST http:\/\/127\.0\.0\.1:8080\/api\/v1\/products -H 'content-type: application\/json' -d '\{/,
    );
    expect(as.yaml).toBe(
      'kind: product\ndomain: operations\nname: flights\ntopic: operations.flights\nowner: "@flights-team"\ndescription: "It\'s all."\nquality: authoritative\nsla: tier-1\nalignment: source\ntags:\n  - aviation\nslaAcknowledged: true\n',
    );
  });

  test.each<[Command, string, string]>([
    [
      { kind: 'update-product', product: 'operations.flights', changes: { sla: 'tier-2', tags: ['a', 'b'] } },
      'ada changed operations.flights: sla to tier-2; tags to a, b.',
      'millrace product update operations.flights --sla tier-2 --tag a --tag b',
    ],
    [
      { kind: 'unpublish-product', product: 'operations.flights', force: false },
      'ada unpublished operations.flights; the topic operations.flights stays.',
      'millrace product unpublish operations.flights',
    ],
    [
      {
        kind: 'register-consumer',
        product: 'operations.flights',
        request: { name: 'Board', purpose: 'Shows delays.' },
      },
      'ada registered Board as a consumer of operations.flights: Shows delays.',
      "millrace consumer add Board --product operations.flights --purpose 'Shows delays.'",
    ],
    [
      { kind: 'enforce-schema', topic: 'operations.flights', level: 'full', before: 'none' },
      'ada set operations.flights to take only events that fit a schema registered for it.',
      'millrace schema enforce operations.flights --level full',
    ],
    [
      { kind: 'record-query', queryId: 'CTAS_X_1', statement: 'CREATE TABLE X …;', sources: ['a'], sink: 'x' },
      'ada started the query CTAS_X_1, which writes x.',
      "millrace sql 'CREATE TABLE X …;'",
    ],
    [
      { kind: 'record-termination', queryId: 'CTAS_X_1' },
      'ada ended the query CTAS_X_1.',
      "millrace sql 'TERMINATE CTAS_X_1;'",
    ],
    [
      { kind: 'record-statement', statement: 'DROP STREAM S;', message: 'done' },
      'ada ran DROP STREAM S.',
      "millrace sql 'DROP STREAM S;'",
    ],
  ])('%o', (command, text, cli) => {
    expect(told(published, command)).toMatchObject({ text, as: { cli } });
  });

  test('even when a later release wrote it', () => {
    const [fact] = factsOf(decide(withPeople, publishFlights, by('ada')));
    const foreign = { ...fact, type: 'io.millrace.product.blessed' } as never;
    expect(describeFact(foreign, url).text).toContain('does not know (io.millrace.product.blessed)');
  });
});

test('a word is quoted for the shell only where it must be', () => {
  expect(['a-b_c.d', 'a b', "it's", '$HOME', ''].map(shellWord)).toEqual([
    'a-b_c.d',
    "'a b'",
    String.raw`'it'\''s'`,
    "'$HOME'",
    "''",
  ]);
});

test('text is searched by the words that people type', () => {
  expect(words('delaysByAirport_hourly v2 Zürich')).toEqual(['delays', 'by', 'airport', 'hourly', 'v2', 'zürich']);
  const document = searchDocument({ id: 'a.b', description: 'About.', tags: ['geo'] }, [
    {
      name: 'position',
      path: 'position',
      type: 'record',
      nullable: false,
      tags: [],
      fields: [{ name: 'lat', path: 'position.lat', type: 'double', nullable: false, doc: 'North.', tags: ['PII'] }],
    },
  ]);
  expect(document).toEqual({ id: 'a.b', name: 'a.b', description: 'About. geo', schema: 'position  lat North. PII' });
});

describe('snippets', () => {
  const input = {
    bootstrap: 'h1:9092,h2:9092',
    topic: 'a.b',
    registry: 'http://r:8081',
    group: 'g.a.b',
    value: { type: 'AVRO', subject: 'a.b-value' },
  } as const;

  test('name topic, registry, group and every bootstrap address', () => {
    for (const { language, code } of snippets(input)) {
      for (const part of ['a.b', 'g.a.b', 'h1:9092', 'h2:9092', 'http://r:8081'])
        expect(code, language).toContain(part);
    }
  });

  test('read keys as text unless they have a schema', () => {
    const key = { type: 'AVRO', subject: 'a.b-key' } as const;
    const [plain, framed] = [input, { ...input, key }].map((given) =>
      Object.fromEntries(snippets(given).map(({ language, code }) => [language, code])),
    );
    expect(plain?.['python']).toContain('message.key().decode(');
    expect(framed?.['python']).toContain('MessageField.KEY');
    expect(plain?.['java']).toContain('StringDeserializer');
    expect(framed?.['java']).not.toContain('StringDeserializer');
    expect(plain?.['kcat']).toContain('-s value=avro');
    expect(framed?.['kcat']).toContain('-s avro');
  });
});
