import type { AvroSchema } from '../schema.ts';
import { mayBeByteless } from './byteless.ts';
import type { Generator } from '../../codec/generator.ts';

/** Statements that pass over a value of this type; `r` is the reader. */
export function skipStatement(schema: AvroSchema, generator: Generator): string {
  switch (schema.kind) {
    case 'null':
      return '';
    case 'boolean':
      return 'r.skip(1);';
    case 'int':
    case 'long':
    case 'enum':
      return 'r.skipLong();';
    case 'float':
      return 'r.skip(4);';
    case 'double':
      return 'r.skip(8);';
    case 'bytes':
    case 'string':
      return 'r.skip(r.length());';
    case 'fixed':
      return `r.skip(${schema.size});`;
    case 'array':
      return blocks(mayBeByteless(schema.items), skipStatement(schema.items, generator));
    case 'map':
      return blocks(false, `r.skip(r.length()); ${skipStatement(schema.values, generator)}`);
    case 'union': {
      const cases = schema.branches.map((branch, index) => `case ${index}: ${skipStatement(branch, generator)} break;`);
      return `switch (r.index(${schema.branches.length})) { ${cases.join(' ')} }`;
    }
    case 'record': {
      const name = generator.functionFor(schema, 'skip', 'r', (isRecursive) => {
        const statements = schema.fields.map((field) => skipStatement(field.type, generator)).join('\n');
        return isRecursive() ? `r.enter();\n${statements}\nr.leave();` : statements;
      });
      return `${name}(r);`;
    }
  }
}

function blocks(byteless: boolean, item: string): string {
  const before = byteless ? 'r.expectByteless(n);' : '';
  const each = byteless ? '' : 'r.expectItem();';
  return `for (let n = r.skipBlocksOfKnownSize(); n > 0; n = r.skipBlocksOfKnownSize()) {
${before} for (let i = 0; i < n; i++) { ${each} ${item} } }`;
}
