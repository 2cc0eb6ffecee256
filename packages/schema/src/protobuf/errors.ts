import { MillraceError } from '@millrace/base';
import type { Declared, Position } from './tree.ts';

/** `problem` begins with what is wrong: `field "id" has the number 0, …`. */
export function invalidProto(problem: string, position?: Position): MillraceError {
  const where = position === undefined ? '' : `line ${position.line} column ${position.column}: `;
  const message = `The Protobuf schema is wrong: ${where}${problem}.`;
  return new MillraceError('SCHEMA_INVALID', message, position === undefined ? {} : { details: { ...position } });
}

export function invalidDeclaration(declared: Declared, problem: string): MillraceError {
  return invalidProto(problem, declared.at);
}
