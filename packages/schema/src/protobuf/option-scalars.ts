import { bytesOfText } from './text/byte-text.ts';
import { integerText } from './text/token-stream.ts';
import type { OptionValue } from './tree.ts';
import type { ProtobufEnum, ProtobufScalar } from './types.ts';

/** The name of the enum's value; undefined when the option's is none. */
export function enumOf({ tree }: ProtobufEnum, value: OptionValue): string | undefined {
  const name = value.kind === 'identifier' ? value.name : undefined;
  return tree.values.some((each) => each.name === name) ? name : undefined;
}

/** The value of a scalar as the encoder takes it; undefined when the option's is none. */
export function scalarOf({ scalar }: ProtobufScalar, value: OptionValue): unknown {
  switch (scalar) {
    case 'string':
      return value.kind === 'string' ? value.text : undefined;
    case 'bytes':
      return value.kind === 'string' ? bytesOfText(value.text) : undefined;
    case 'bool':
      return value.kind === 'identifier' && /^(true|false)$/.test(value.name) ? value.name === 'true' : undefined;
    case 'float':
    case 'double':
      return numberOf(value);
    default: {
      const integer = value.kind === 'number' ? integerOf(value.text) : undefined;
      if (integer === undefined) return undefined;
      const bits = scalar.endsWith('64') ? 64 : 32;
      const isUnsigned = scalar.startsWith('u') || scalar.startsWith('fixed');
      const fitted = isUnsigned ? BigInt.asUintN(bits, integer) : BigInt.asIntN(bits, integer);
      if (fitted !== integer) return undefined;
      return bits === 64 ? integer : Number(integer);
    }
  }
}

/** An integer literal, decimal, octal or hexadecimal, with or without a minus; undefined when it is none. */
export function integerOf(text: string): bigint | undefined {
  const [, minus, digits = ''] = /^(-?)(0[xX][0-9a-fA-F]+|\d+)$/.exec(text) ?? [];
  if (minus === undefined) return undefined;
  const magnitude = BigInt(integerText(digits));
  return minus === '-' ? -magnitude : magnitude;
}

/** Any number of an option, infinity and NaN too; undefined when it is none. */
export function numberOf(value: OptionValue): number | undefined {
  if (value.kind === 'identifier')
    return value.name === 'inf' ? Infinity : value.name === 'nan' ? Number.NaN : undefined;
  if (value.kind !== 'number') return undefined;
  if (value.text === '-inf') return -Infinity;
  if (value.text === '-nan') return Number.NaN;
  const integer = integerOf(value.text);
  return Number(integer ?? value.text);
}
