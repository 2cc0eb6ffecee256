import { invalidProto } from '../errors.ts';

const identifier = /^[A-Za-z_][A-Za-z0-9_]*$/;
const dotted = /^\.?[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/;

/** A descriptor may hold any text as a name; a schema may not. */
export function identifierOf(name: string | undefined, what: string): string {
  if (name !== undefined && identifier.test(name)) return name;
  throw invalidProto(`the descriptor has ${what} with the name ${JSON.stringify(name ?? '')}`);
}

/** Identifiers with dots between, and one before a full name. */
export function dottedNameOf(name: string | undefined, what: string): string {
  if (name !== undefined && dotted.test(name)) return name;
  throw invalidProto(`the descriptor has ${what} with the name ${JSON.stringify(name ?? '')}`);
}
