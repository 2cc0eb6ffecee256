import { MillraceError } from '@millrace/base';
import { parseValueText } from '../text/parse-options.ts';
import { valueText } from '../text/print-options.ts';
import { bytesOfText, textOfBytes } from '../text/byte-text.ts';
import type { OptionValue, ProtoOption } from '../tree.ts';
import { dottedNameOf, identifierOf } from './checked-names.ts';
import { integerOf, numberOf } from '../option-scalars.ts';
import type { Members } from './option-values.ts';

const positiveMax = 2n ** 64n;
const negativeMin = -(2n ** 63n);

/** An option as `UninterpretedOption` of the descriptor: its name in parts, and its value by its kind. */
export function uninterpreted({ name, value }: ProtoOption): Members {
  const parts = name.map((part) => ({ name_part: part.name, is_extension: part.isExtension }));
  return { name: parts, ...valueMembers(value) };
}

function valueMembers(value: OptionValue): Members {
  switch (value.kind) {
    case 'identifier':
      return { identifier_value: value.name };
    case 'string':
      return { string_value: bytesOfText(value.text) };
    case 'number': {
      const integer = integerOf(value.text);
      if (integer === undefined || integer >= positiveMax || integer < negativeMin)
        return { double_value: numberOf(value) };
      return value.text.startsWith('-') ? { negative_int_value: integer } : { positive_int_value: integer };
    }
    case 'aggregate':
      return { aggregate_value: valueText(value).slice(1, -1).trim() };
    case 'list':
      return { aggregate_value: valueText(value) };
  }
}

export function optionOfUninterpreted(option: Uninterpreted): ProtoOption {
  const name = option.name.map(({ name_part: part, is_extension: isExtension }) => {
    const checked = isExtension ? dottedNameOf(part, 'an option') : identifierOf(part, 'an option');
    return { name: checked, isExtension };
  });
  return { name, value: valueOf(option) };
}

/** `UninterpretedOption`, of which one of the values is there. */
export interface Uninterpreted {
  readonly name: readonly { readonly name_part: string; readonly is_extension: boolean }[];
  readonly identifier_value?: string;
  readonly positive_int_value?: number | bigint;
  readonly negative_int_value?: number | bigint;
  readonly double_value?: number;
  readonly string_value?: Uint8Array;
  readonly aggregate_value?: string;
}

function valueOf(option: Uninterpreted): OptionValue {
  const { identifier_value: word, string_value: bytes, aggregate_value: text } = option;
  if (word !== undefined) return { kind: 'identifier', name: identifierOf(word, 'a value') };
  if (bytes !== undefined) return { kind: 'string', text: textOfBytes(bytes) };
  if (text !== undefined) return aggregateOf(text);
  const number = option.positive_int_value ?? option.negative_int_value ?? option.double_value ?? 0;
  return { kind: 'number', text: String(number).replace('Infinity', 'inf') };
}

/** The braces around a message are left out in a descriptor; protoc knows no lists here, we do. */
function aggregateOf(text: string): OptionValue {
  try {
    return parseValueText(`{${text}}`);
  } catch (error) {
    if (text.startsWith('[') && error instanceof MillraceError) return parseValueText(text);
    throw error;
  }
}
