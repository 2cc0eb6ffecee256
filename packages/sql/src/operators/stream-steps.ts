import type { FilterStep, FlatMapStep, PartitionByStep, SelectStep } from '../plan/physical-plan.ts';
import type { Expression } from '../plan/expression.ts';
import { writeWindow } from '../formats/window-key.ts';
import { type Builder, encoderOf, failure } from './builder.ts';
import { assignAll, type Consumer, emitIn, type StreamEnv, withKeys, withValues } from './stream-code.ts';
import type { Window } from './topology.ts';

/** Lets rows through for which the predicate is true. Records without a value do not pass. */
export function filterStream(builder: Builder, step: FilterStep, consumer: Consumer): Consumer {
  const failed = failure(builder, 'expression', step.context, `Error in ${step.clause} expression: `);
  return {
    row: (env) => {
      const { code, throws } = emitIn(env, step.predicate);
      if (!throws) return `if (${code} === true) { ${consumer.row(env)} }`;
      const passes = env.generator.fresh('p');
      const fail = env.generator.code.constant(failed);
      return `let ${passes}; try { ${passes} = ${code}; } catch (e) { ${passes} = false; ${fail}(e); }
        if (${passes} === true) { ${consumer.row(env)} }`;
    },
    tombstone: () => '',
  };
}

export function selectStream(builder: Builder, step: SelectStep, consumer: Consumer): Consumer {
  const failed = (index: number) =>
    failure(
      builder,
      'expression',
      step.context,
      `Error computing expression for column ${step.schema.value[index]?.name ?? index}: `,
    );
  return {
    row: (env) => {
      const { names, code } = assignAll(env, step.values, failed);
      return `${code}\n${consumer.row(withValues(env, names))}`;
    },
    tombstone: (env) => consumer.tombstone(env),
  };
}

/** One row for each element of the longest list; shorter lists are padded with null. */
export function flatMapStream(builder: Builder, step: FlatMapStep, consumer: Consumer): Consumer {
  const failed = failure(builder, 'expression', step.context, 'Table function threw an exception: ');
  const functions = step.functions.map((each) => {
    const variant = builder.environment.functions.tableVariant(each.name, each.overload);
    return variant.make({ parameters: each.args.map((arg) => arg.type), returns: each.type }, builder.environment);
  });
  const inner = step.input.schema.value.length;
  return {
    row: (env) => {
      const { generator } = env;
      const { code } = generator;
      const lists = functions.map(() => generator.fresh('f'));
      const [row, max] = [generator.fresh('x'), generator.fresh('n')];
      const calls = step.functions.map((each, i) => {
        const args = each.args.map((arg) => emitIn(env, arg).code).join(', ');
        return `let ${lists[i] ?? ''} = null; try { ${lists[i] ?? ''} = ${code.constant(functions[i])}(${args}); } catch (e) { ${code.constant(failed)}(e); }`;
      });
      const lengths = lists.map((list) => `${list} === null ? 0 : ${list}.length`).join(', ');
      const value = (index: number): string => {
        if (index < inner) return env.value(index);
        const list = lists[index - inner] ?? '';
        return `(${list} === null || ${row} >= ${list}.length ? null : ${list}[${row}])`;
      };
      const rowEnv: StreamEnv = {
        ...env,
        value,
        valueRow: () => `[${step.schema.value.map((_, i) => value(i)).join(', ')}]`,
      };
      return `${calls.join('\n')}
        const ${max} = Math.max(${lengths});
        for (let ${row} = 0; ${row} < ${max}; ${row}++) { ${consumer.row(rowEnv)} }`;
    },
    tombstone: () => '',
  };
}

/** Gives the record new keys, in place: for a stream whose next reader is the sink. */
export function rekeyStream(builder: Builder, step: PartitionByStep, consumer: Consumer): Consumer {
  const failed = (index: number) =>
    failure(builder, 'expression', step.context, `Error computing new key from expression ${index + 1}: `);
  // Without a value, a key that is computed from the value is null.
  const keysOnly = step.keys.map((key): Expression => (refersToValue(key) ? { kind: 'null', type: key.type } : key));
  const keyed = (env: StreamEnv, expressions: readonly Expression[]): { env: StreamEnv; code: string } => {
    const keys = assignAll(env, expressions, failed);
    const row = env.generator.fresh('k');
    const only = keys.names.length === 1 ? keys.names[0] : undefined;
    const made = only === undefined ? `[${keys.names.join(', ')}]` : `${only} === null ? null : [${only}]`;
    const keyRow = keys.names.length === 0 ? 'null' : made;
    const keyed = withKeys(env, keys.names, row);
    return {
      env: step.window === null ? keyed : { ...keyed, window: env.window },
      code: `${keys.code}\nconst ${row} = ${keyRow};`,
    };
  };
  return {
    row: (env) => {
      const values = assignAll(env, step.values, failed);
      const { env: withKey, code } = keyed(env, step.keys);
      return `${code}\n${values.code}\n${consumer.row(withValues(withKey, values.names))}`;
    },
    tombstone: (env) => {
      const { env: withKey, code } = keyed(env, keysOnly);
      return `${code}\n${consumer.tombstone(withKey)}`;
    },
  };
}

function refersToValue(expression: Expression): boolean {
  if (expression.kind === 'column') return expression.part === 'value';
  return Object.values(expression)
    .flat()
    .some((child: unknown) => isExpression(child) && refersToValue(child));
}

function isExpression(child: unknown): child is Expression {
  return typeof child === 'object' && child !== null && 'kind' in child && 'type' in child;
}

/** Writes the record into a repartition topic, keyed anew. `dropNullKeys`: a row with a null key column goes no further. */
export function repartitionOutput(
  builder: Builder,
  step: Pick<PartitionByStep, 'schema' | 'repartition' | 'context' | 'window'>,
): Consumer {
  const { topic, keySerde, valueSerde } = step.repartition;
  const encodeKey = encoderOf(builder, { topic, serde: keySerde, columns: step.schema.key, isKey: true });
  const encodeValue = encoderOf(builder, { topic, serde: valueSerde, columns: step.schema.value, isKey: false });
  const failed = failure(builder, 'serialization', step.context);
  const write = (key: unknown[] | null, window: Window | null, row: unknown[] | null, timestamp: number): void => {
    try {
      const bytes = encodeKey(key);
      const full =
        bytes === null || window === null || step.window === null ? bytes : writeWindow(bytes, window, step.window);
      builder.context.emit(topic, undefined, full, encodeValue(row), timestamp);
    } catch (error) {
      failed(error);
    }
  };
  const code = (env: StreamEnv, row: string): string =>
    `${env.generator.code.constant(write)}(${env.keyRow()}, ${env.window}, ${row}, ${env.timestamp});`;
  return { row: (env) => code(env, env.valueRow()), tombstone: (env) => code(env, 'null') };
}
