import type { ProductSchema } from '@millrace/mesh';
import { CodeBlock } from '../parts/code-block.tsx';
import { FieldTree } from '../parts/field-tree.tsx';

const pretty = (schema: ProductSchema): string => {
  if (schema.type === 'PROTOBUF') return schema.text;
  try {
    return JSON.stringify(JSON.parse(schema.text), null, 2);
  } catch {
    return schema.text;
  }
};

export const SchemaTab = ({ schema }: { readonly schema: ProductSchema }) => (
  <div className="stack">
    <p className="dim">
      Subject <code>{schema.subject}</code>, version {schema.version}, id {schema.id}, {schema.type}. The value at the
      right is that of the newest event.
    </p>
    <div className="card">
      <FieldTree fields={schema.fields} documented />
    </div>
    <details className="disclose">
      <summary>As registered</summary>
      <CodeBlock text={pretty(schema)} label={`Schema ${schema.subject}`} />
    </details>
  </div>
);
