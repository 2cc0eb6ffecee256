import type { AggregateMember, Declared, OptionValue, ProtoOption } from './tree.ts';

/** What Confluent's options (`confluent/meta.proto`) say of a declaration. */
export interface Meta {
  readonly doc?: string;
  readonly tags: readonly string[];
  readonly params: ReadonlyMap<string, string>;
}

export type MetaOption = 'file_meta' | 'message_meta' | 'field_meta' | 'enum_meta' | 'enum_value_meta';

/** Reads `(confluent.field_meta) = { … }` and `(confluent.field_meta).tags = "PII"` alike. */
export function metaOf(options: readonly ProtoOption[], option: MetaOption): Meta {
  const members = options.flatMap((each) => membersOf(each, `confluent.${option}`));
  const doc = members.findLast(({ name }) => name === 'doc')?.value;
  const values = (name: string): readonly OptionValue[] =>
    members
      .filter((member) => member.name === name)
      .flatMap(({ value }) => (value.kind === 'list' ? value.items : [value]));
  return {
    ...(doc?.kind === 'string' ? { doc: doc.text } : {}),
    tags: values('tags').flatMap((value) => (value.kind === 'string' ? [value.text] : [])),
    params: new Map(values('params').map((entry) => [textOf(entry, 'key'), textOf(entry, 'value')])),
  };
}

function membersOf({ name, value }: ProtoOption, option: string): readonly AggregateMember[] {
  const [first, second] = name;
  if (first?.isExtension !== true || first.name.replace(/^\./, '') !== option) return [];
  if (second !== undefined) return [{ name: second.name, value }];
  return value.kind === 'aggregate' ? value.members : [];
}

function textOf(entry: OptionValue, member: string): string {
  const value = entry.kind === 'aggregate' ? entry.members.find(({ name }) => name === member)?.value : undefined;
  return value?.kind === 'string' ? value.text : '';
}

/** The documentation in comments: the one directly before the declaration and the one behind it. Undefined when there is none. */
export function commentDoc({ comments }: Declared): string | undefined {
  const last = comments?.before.at(-1);
  const lines = [
    ...(last === undefined || last.detached ? [] : last.lines),
    ...(comments?.after === undefined ? [] : [comments.after]),
  ];
  // A third slash, and what is before the text, is not of the text.
  const text = lines
    .map((line) => line.replace(/^\/? ?/, ''))
    .join('\n')
    .trim();
  return text === '' ? undefined : text;
}
