import type { Enforcement, ProductDetail, ProductSchema } from '@millrace/mesh';
import { CodeBlock } from '../parts/code-block.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { FieldTree } from '../parts/field-tree.tsx';
import { EnforcementSign } from '../signs/enforcement-sign.tsx';

const languages: Readonly<Record<ProductSchema['type'], string>> = {
  AVRO: 'Avro',
  PROTOBUF: 'Protobuf',
  JSON: 'JSON Schema',
};

const meanings: Readonly<Record<Enforcement, string>> = {
  none: 'The cluster takes events of any form. Whoever writes is trusted to keep the schema.',
  id: 'The cluster refuses an event that does not name a schema registered for this topic.',
  full: 'The cluster refuses an event that does not fit a schema registered for this topic.',
};

const pretty = (schema: ProductSchema): string => {
  if (schema.type === 'PROTOBUF') return schema.text;
  try {
    return JSON.stringify(JSON.parse(schema.text), null, 2);
  } catch {
    return schema.text;
  }
};

const About = ({ product: { schema, enforcement, topic } }: { readonly product: ProductDetail }) => {
  const command = `millrace schema enforce ${topic} --level full`;
  return (
    <dl className="kv card">
      <dt>Subject</dt>
      <dd>
        <code>{schema.subject}</code>, version {schema.version}, id {schema.id}
      </dd>
      <dt>Language</dt>
      <dd>
        {languages[schema.type]}
        {schema.name === undefined ? null : (
          <>
            , <code>{schema.name}</code>
          </>
        )}
      </dd>
      <dt>Writes</dt>
      <dd className="writes">
        <EnforcementSign level={enforcement} />
        <span className="dim">{meanings[enforcement]}</span>
      </dd>
      {enforcement === 'full' ? null : (
        <>
          <dt>To check all</dt>
          <dd className="writes">
            <code>{command}</code>
            <CopyButton text={command} label="Copy the command" />
          </dd>
        </>
      )}
    </dl>
  );
};

/** What one event holds, field by field and as its owners wrote it, and whether the cluster sees to it. */
export const SchemaTab = ({ product }: { readonly product: ProductDetail }) => {
  const { schema } = product;
  return (
    <div className="stack">
      <About product={product} />
      <div className="card">
        <h2 className="sect">
          Fields
          <span className="faint">with the values of the newest event</span>
        </h2>
        <FieldTree fields={schema.fields} documented />
      </div>
      <section>
        <h2 className="sect">As registered</h2>
        <CodeBlock
          text={pretty(schema)}
          label={`Schema ${schema.subject}`}
          language={schema.type === 'PROTOBUF' ? 'protobuf' : 'json'}
        />
      </section>
    </div>
  );
};
