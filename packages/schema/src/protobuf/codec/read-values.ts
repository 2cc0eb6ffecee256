import type { ProtobufEnum, ProtobufField, ProtobufMessage, ProtobufScalar } from '../types.ts';
import { enumNames } from './enum-names.ts';
import type { ReadContext } from './read-context.ts';
import { rawShape } from './shape.ts';

/** An expression that reads a scalar; the limit of what has a length is `limit`. */
export function scalarExpression({ scalar }: ProtobufScalar, verifiesUtf8: boolean, limit: string): string {
  if (scalar === 'string') return verifiesUtf8 ? `r.verifiedString(${limit})` : `r.string(${limit})`;
  return scalar === 'bytes' ? `r.byteString(${limit})` : `r.${scalar}()`;
}

/** An expression that reads an enum's name: the number where an open enum has none, undefined where a closed one has none. */
export function enumExpression(type: ProtobufEnum, context: ReadContext): string {
  const known = context.generator.constant(enumNames(type));
  return type.open ? `r.enumName(${known})` : `${known}.get(r.int32())`;
}

/** `assign` with the value that stands next, in what ends at `limit`. What a closed enum does not know is as if not sent. */
export function readValue(
  type: ProtobufScalar | ProtobufEnum,
  field: ProtobufField,
  assign: (value: string) => string,
  context: ReadContext,
  limit: string,
): string {
  if (type.kind === 'scalar') return assign(scalarExpression(type, field.verifiesUtf8, limit));
  if (type.open) return assign(enumExpression(type, context));
  return `{ const name = ${enumExpression(type, context)}; if (name !== undefined) { ${assign('name')} } }`;
}

/** How a message is read from a range of bytes and turned into what people write in its place. */
interface MessageCode {
  /** A function of the reader and the end. */
  readonly read: string;
  /** The expression with the conversion around it. */
  readonly converted: (expression: string) => string;
}

export function messageCode(
  message: ProtobufMessage,
  writer: ProtobufMessage | undefined,
  context: ReadContext,
): MessageCode {
  const form = context.shape.textForm(message);
  if (form === undefined) {
    return { read: context.messageReader(message, writer, context), converted: (expression) => expression };
  }
  const convert = context.generator.constant(form.read);
  const read = context.messageReader(message, writer, { ...context, shape: rawShape });
  return { read, converted: (expression) => `${convert}(${expression})` };
}
