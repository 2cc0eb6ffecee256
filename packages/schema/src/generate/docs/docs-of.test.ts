import { describe, expect, it } from 'vitest';
import { avroKind } from '../../avro/avro-kind.ts';
import { docsOf } from './docs-of.ts';

const status = { type: 'enum', name: 'Status', doc: 'How far it is.', symbols: ['NEW', 'SENT'] };
const order = avroKind.parse(
  JSON.stringify({
    type: 'record',
    name: 'Order',
    namespace: 'shop',
    doc: 'An order <b>that</b> a customer placed.',
    fields: [
      { name: 'id', type: 'long', doc: 'Unique | for ever.' },
      { name: 'status', type: status, default: 'NEW' },
      {
        name: 'customer',
        type: { type: 'record', name: 'Customer', fields: [{ name: 'email', type: ['null', 'string'] }] },
      },
    ],
  }),
);

describe('documentation of a schema', () => {
  const text = docsOf(order, { metadata: { tags: { '**.email': ['PII'] } } });

  it('has its title, what it is, and every field with type, default, tags and documentation', () => {
    expect(text).toMatch(/^# Order\n\nAn order \\<b\\>that\\<\/b\\> a customer placed\.\n\nAvro · `shop\.Order`\n/);
    expect(text).toContain(`| Field | Type | Nullable | Default | Tags | Description |
| --- | --- | --- | --- | --- | --- |
| \`id\` | long |  |  |  | Unique \\| for ever. |
| \`status\` | enum NEW \\| SENT |  | \`"NEW"\` |  |  |
| \`customer\` | record |  |  |  |  |
| \`customer.email\` | string | yes |  | \`PII\` |  |
`);
  });

  it('has the types that it defines, and an example', () => {
    expect(text).toContain('### Status\n\nHow far it is.\n\nOne of `NEW`, `SENT`.');
    const [, example] = /```json\n(.*)\n```/s.exec(text) ?? [];
    expect(JSON.parse(example ?? '')).toMatchObject({ id: expect.any(Number) as number });
  });

  it('leaves out columns that would be empty, and is named by what it is given where the schema has no name', () => {
    const bare = docsOf(avroKind.parse('"string"'), { name: 'names' });
    expect(bare).toContain('# names\n');
    expect(bare).toContain('| Field | Type |\n');
  });
});
