/**
 * Collects what generated code needs: values it refers to (`k0`, `k1` …) and temporaries (`t0`, `t1` …).
 * Every name in generated code comes from here or from an index: no text of a statement ever becomes code.
 */
export class Code {
  readonly #constants = new Map<unknown, string>();
  #temporaries = 0;
  #parameters = 0;

  /** The name by which generated code refers to a value. */
  constant(value: unknown): string {
    let name = this.#constants.get(value);
    if (name === undefined) {
      name = `k${this.#constants.size}`;
      this.#constants.set(value, name);
    }
    return name;
  }

  /** A fresh variable, declared at the top of the function. */
  temporary(): string {
    this.#temporaries += 1;
    return `t${this.#temporaries - 1}`;
  }

  /** A fresh name for a lambda's parameter. */
  parameter(): string {
    this.#parameters += 1;
    return `l${this.#parameters - 1}`;
  }

  /** Compiles a function of these parameters and this body. */
  build(parameters: readonly string[], body: string): (...args: never[]) => unknown {
    const names = Array.from({ length: this.#temporaries }, (_, i) => `t${i}`);
    const declared = names.length === 0 ? '' : `let ${names.join(', ')};`;
    const source = `"use strict"; return (${parameters.join(', ')}) => { ${declared}\n${body}\n};`;
    // eslint-disable-next-line typescript/no-implied-eval -- the compiler of this package: see the class comment
    const factory = new Function(...this.#constants.values(), source) as (
      ...constants: unknown[]
    ) => (...args: never[]) => unknown;
    return factory(...this.#constants.keys());
  }
}
