import { MillraceError } from '@millrace/base';

/** How many generated functions may be under way in each other. Guards the stack against long chains of types. */
const depthMax = 500;

interface Entry {
  readonly name: string;
  done: boolean;
  recursive: boolean;
}

/**
 * Collects the source of functions that call each other, one for each pair of types, and the constants they use. Everything
 * that comes from a schema enters the source as a JSON literal or as a constant, never as bare text.
 */
export class Generator {
  readonly #functions: string[] = [];
  readonly #constants: unknown[] = [];
  readonly #entries = new Map<object, Map<object | string, Entry>>();
  #count = 0;
  #depth = 0;

  constant(value: unknown): string {
    this.#constants.push(value);
    return `k[${this.#constants.length - 1}]`;
  }

  /** The name of the function for this pair; `body` writes it when it is new, and gets to know whether it calls itself. */
  functionFor(
    schema: object,
    other: object | string,
    parameters: string,
    body: (isRecursive: () => boolean) => string,
  ): string {
    const entries = this.#entries.get(schema) ?? new Map<object | string, Entry>();
    this.#entries.set(schema, entries);
    const known = entries.get(other);
    if (known !== undefined) {
      if (!known.done) known.recursive = true;
      return known.name;
    }
    if (++this.#depth > depthMax) {
      throw new MillraceError('SCHEMA_INVALID', `The schema leads through more than ${depthMax} types in a row.`);
    }
    const entry: Entry = { name: `f${this.#count++}`, done: false, recursive: false };
    entries.set(other, entry);
    const source = body(() => entry.recursive);
    entry.done = true;
    this.#depth--;
    this.#functions.push(`function ${entry.name}(${parameters}) {\n${source}\n}`);
    return entry.name;
  }

  /** Runs the source, whose last statement returns what the caller wants, with `tool` under the given name. */
  build(toolName: string, tool: unknown, last: string): unknown {
    const source = `'use strict';\n${this.#functions.join('\n')}\n${last}`;
    // oxlint-disable-next-line typescript/no-implied-eval -- the point of compiling; the class comment says why it is safe
    const factory = new Function('k', toolName, source) as (constants: readonly unknown[], tool: unknown) => unknown;
    return factory(this.#constants, tool);
  }
}

/** A member of an object literal. `__proto__` is a field like any other only when its name is computed. */
export function member(name: string, value: string): string {
  return name === '__proto__' ? `["__proto__"]: ${value}` : `${JSON.stringify(name)}: ${value}`;
}
