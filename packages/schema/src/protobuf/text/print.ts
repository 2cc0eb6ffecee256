import { enumNumberMax, fieldNumberMax } from '../tree.ts';
import type {
  NumberRange,
  ProtoEnum,
  ProtoExtend,
  ProtoField,
  ProtoFile,
  ProtoMessage,
  ProtoMethod,
  ProtoReserved,
  ProtoService,
  ProtoType,
  Syntax,
  Visibility,
} from '../tree.ts';
import { bracketedOptions, optionStatements } from './print-options.ts';
import { block, declared, joined, lastComments, stacked, type Lines } from './print-lines.ts';
import { quoted } from './string-literal.ts';

/**
 * The text of a tree, laid out as Confluent's registry keeps it: declarations by kind, two spaces of indent, a blank line between
 * kinds. All comments are kept, with `//` before each line.
 */
export function printProto(file: ProtoFile): string {
  const lines = joined([
    [
      ...syntaxLines(file.syntax),
      ...(file.package.name === '' ? [] : declared(file.package, `package ${file.package.name};`)),
    ],
    file.imports.flatMap((each) =>
      declared(each, `import ${each.kind === 'plain' ? '' : `${each.kind} `}${quoted(each.path)};`),
    ),
    optionStatements(file.options),
    typeLines(file, file.syntax),
    stacked(file.extends.map((each) => extendLines(each, file.syntax))),
    stacked(file.services.map(serviceLines)),
    lastComments(file.end),
  ]);
  return lines.map((line) => `${line}\n`).join('');
}

function syntaxLines(syntax: Syntax): Lines {
  return syntax.kind === 'absent' ? [] : declared(syntax, `${syntax.kind} = ${quoted(syntax.name)};`);
}

/** The order of messages stays as it is: the indexes before a record's payload count them. */
function typeLines({ messages, enums }: Pick<ProtoMessage, 'messages' | 'enums'>, syntax: Syntax): Lines {
  return stacked([
    ...messages.map((message) =>
      block(message, `${visibility(message)}message ${message.name}`, body(message, syntax)),
    ),
    ...enums.map((each) => enumLines(each, syntax)),
  ]);
}

function visibility(type: { readonly visibility?: Visibility }): string {
  return type.visibility === undefined ? '' : `${type.visibility} `;
}

function body(message: ProtoMessage, syntax: Syntax): readonly Lines[] {
  return [
    reservedLines(message.reserved, syntax, fieldNumberMax),
    optionStatements(message.options),
    message.fields.flatMap((field) => fieldLines(field, syntax)),
    stacked(
      message.oneofs.map((oneof) =>
        block(oneof, `oneof ${oneof.name}`, [
          optionStatements(oneof.options),
          oneof.fields.flatMap((field) => fieldLines(field, syntax)),
        ]),
      ),
    ),
    message.extensions.flatMap((each) => {
      const ranges = rangesText(each.ranges, fieldNumberMax);
      return declared(each, `extensions ${ranges}${bracketedOptions(each.options)};`);
    }),
    typeLines(message, syntax),
    stacked(message.extends.map((each) => extendLines(each, syntax))),
  ];
}

function fieldLines(field: ProtoField, syntax: Syntax): Lines {
  const { type, label, number } = field;
  const prefix = label === undefined ? '' : `${label} `;
  const options = bracketedOptions(field.options);
  if (type.kind !== 'group') return declared(field, `${prefix}${typeText(type)} ${field.name} = ${number}${options};`);
  return block(field, `${prefix}group ${type.message.name} = ${number}${options}`, body(type.message, syntax));
}

function typeText(type: Exclude<ProtoType, { kind: 'group' }>): string {
  if (type.kind === 'map') return `map<${type.key}, ${typeText(type.value)}>`;
  return type.kind === 'scalar' ? type.scalar : type.name;
}

function enumLines(each: ProtoEnum, syntax: Syntax): Lines {
  return block(each, `${visibility(each)}enum ${each.name}`, [
    reservedLines(each.reserved, syntax, enumNumberMax),
    optionStatements(each.options),
    each.values.flatMap((value) =>
      declared(value, `${value.name} = ${value.number}${bracketedOptions(value.options)};`),
    ),
  ]);
}

function reservedLines(reserved: readonly ProtoReserved[], syntax: Syntax, max: number): Lines {
  return reserved.flatMap((each) => {
    const names = syntax.kind === 'edition' ? each.names : each.names.map(quoted);
    return declared(each, `reserved ${names.length > 0 ? names.join(', ') : rangesText(each.ranges, max)};`);
  });
}

function rangesText(ranges: readonly NumberRange[], max: number): string {
  return ranges
    .map(({ start, end }) => (start === end ? String(start) : `${start} to ${end === max ? 'max' : end}`))
    .join(', ');
}

function extendLines(each: ProtoExtend, syntax: Syntax): Lines {
  return block(each, `extend ${each.extendee}`, [each.fields.flatMap((field) => fieldLines(field, syntax))]);
}

function serviceLines(service: ProtoService): Lines {
  return block(service, `service ${service.name}`, [
    optionStatements(service.options),
    service.methods.flatMap(methodLines),
  ]);
}

function methodLines(method: ProtoMethod): Lines {
  const [input, output] = [method.input, method.output].map(({ name, stream }) => `${stream ? 'stream ' : ''}${name}`);
  const head = `rpc ${method.name} (${input}) returns (${output})`;
  const hasBody = method.options.length > 0 || method.comments?.end !== undefined;
  return hasBody ? block(method, head, [optionStatements(method.options)]) : declared(method, `${head};`);
}
