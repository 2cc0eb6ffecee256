import { Type } from 'typebox';
import type { TSchema } from 'typebox';
import { alignments, enforcements, formFields, qualities, slas } from '@millrace/mesh';

export const Quality = Type.Enum([...qualities]);
export const Sla = Type.Enum([...slas]);
export const Alignment = Type.Enum([...alignments]);
export const Enforcement = Type.Enum([...enforcements], {
  description: 'What is checked of values before they are taken.',
});
export const SchemaType = Type.Enum(['AVRO', 'PROTOBUF', 'JSON']);
export const Moment = Type.String({ format: 'date-time', description: 'ISO 8601, UTC.' });
export const FormField = Type.Enum([...formFields]);

/** Points to a shape of the document by its name in `components`. */
export const ref = (name: string): TSchema => Type.Unsafe({ $ref: `#/components/schemas/${name}` });

/** A list as every endpoint answers it. */
export const pageOf = (item: TSchema): TSchema =>
  Type.Object({
    items: Type.Array(item),
    next: Type.Optional(Type.String({ description: 'Cursor of the following page, absent on the last.' })),
  });
