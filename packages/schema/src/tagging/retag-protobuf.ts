import { metaOf } from '../protobuf/meta.ts';
import type { ParsedProtobuf } from '../protobuf/parsed.ts';
import { printProto } from '../protobuf/text/print.ts';
import type { OptionValue, ProtoField, ProtoMessage, ProtoOption } from '../protobuf/tree.ts';
import type { TagsAfter } from './retag.ts';

const metaFile = 'confluent/meta.proto';

/** Messages go by their full name, fields by their message's with theirs behind it. */
export function retagProtobuf({ file: { tree } }: ParsedProtobuf, after: TagsAfter): string {
  const visitMessage = (message: ProtoMessage, outer: string): ProtoMessage => {
    const name = outer === '' ? message.name : `${outer}.${message.name}`;
    const visitField = (field: ProtoField): ProtoField => ({
      ...field,
      options: retaggedOptions(field.options, 'field_meta', (before) =>
        after('field', [`${name}.${field.name}`], before),
      ),
    });
    return {
      ...message,
      options: retaggedOptions(message.options, 'message_meta', (before) => after('record', [name], before)),
      fields: message.fields.map(visitField),
      oneofs: message.oneofs.map((oneof) => ({ ...oneof, fields: oneof.fields.map(visitField) })),
      messages: message.messages.map((inner) => visitMessage(inner, name)),
    };
  };
  const messages = tree.messages.map((message) => visitMessage(message, tree.package.name));
  const text = printProto({ ...tree, messages });
  const isImported = tree.imports.some(({ path }) => path === metaFile) || text === printProto(tree);
  if (isImported) return text;
  return printProto({ ...tree, messages, imports: [...tree.imports, { path: metaFile, kind: 'plain' }] });
}

function retaggedOptions(
  options: readonly ProtoOption[],
  meta: 'field_meta' | 'message_meta',
  after: (before: readonly string[]) => readonly string[],
): readonly ProtoOption[] {
  const before = metaOf(options, meta).tags;
  const tags = after(before);
  if (tags.join('\0') === before.join('\0')) return options;
  const bare = options.flatMap((option) => withoutTags(option, meta));
  if (tags.length === 0) return bare;
  const items = tags.map((text): OptionValue => ({ kind: 'string', text }));
  const name = [
    { name: `confluent.${meta}`, isExtension: true },
    { name: 'tags', isExtension: false },
  ];
  return [...bare, ...items.map((value) => ({ name, value }))];
}

/** The option without the tags in it; nothing when it says nothing else. */
function withoutTags(option: ProtoOption, meta: string): readonly ProtoOption[] {
  const [first, second] = option.name;
  if (first?.isExtension !== true || first.name.replace(/^\./, '') !== `confluent.${meta}`) return [option];
  if (second !== undefined) return second.name === 'tags' ? [] : [option];
  if (option.value.kind !== 'aggregate') return [option];
  const members = option.value.members.filter(({ name }) => name !== 'tags');
  return members.length === 0 ? [] : [{ ...option, value: { kind: 'aggregate', members } }];
}
