import type { SchemaField } from '@millrace/mesh';
import { exampleText } from '../format/value.ts';
import { Icon } from './icon.tsx';

const isSensitive = (field: SchemaField): boolean => field.sensitivity !== undefined;

const anySensitive = (fields: readonly SchemaField[]): boolean =>
  fields.some((field) => isSensitive(field) || anySensitive(field.fields ?? []));

const Row = ({
  field,
  depth,
  documented,
}: {
  readonly field: SchemaField;
  readonly depth: number;
  readonly documented: boolean;
}) => (
  <>
    <li className="fd" style={{ paddingLeft: depth * 18 }}>
      <span className="warnmark">{isSensitive(field) ? <Icon name="lock" size={12} /> : null}</span>
      <span className="fieldname">
        <span>{field.name}</span> <span className="ty">{field.nullable ? `${field.type}, optional` : field.type}</span>
        {field.tags.map((tag) => (
          <span key={tag} className="pill">
            {tag}
          </span>
        ))}
        {documented && field.doc !== undefined ? <small>{field.doc}</small> : null}
      </span>
      <span className="ex" title={isSensitive(field) ? undefined : field.example}>
        {isSensitive(field) ? '•••' : field.example === undefined ? null : exampleText(field.example, field.type)}
      </span>
    </li>
    {field.fields?.map((inner) => (
      <Row key={inner.path} field={inner} depth={depth + 1} documented={documented} />
    ))}
  </>
);

/** The fields of a schema, nested ones indented, each with a value of the newest event. */
export const FieldTree = ({
  fields,
  documented = false,
}: {
  readonly fields: readonly SchemaField[];
  readonly documented?: boolean;
}) => (
  <ul className={`tree${documented ? ' wide' : ''}${anySensitive(fields) ? ' locks' : ''}`}>
    {fields.map((field) => (
      <Row key={field.path} field={field} depth={0} documented={documented} />
    ))}
  </ul>
);
