import { Environment } from '@marcbachmann/cel-js';
import type { RuleResult } from '../api.ts';
import type { GateInput } from './gate-input.ts';
import { celContext, gateVariables } from './gate-input.ts';
import type { Policy } from './policy.ts';

type Evaluate = (context: Record<string, unknown>) => unknown;
type Compiled = { readonly ok: true; readonly evaluate: Evaluate } | { readonly ok: false; readonly reason: string };

interface CompiledPolicy {
  readonly policy: Policy;
  readonly expression: Compiled;
  readonly message: Evaluate;
  readonly evidence: Evaluate;
}

/** Policies made ready to be asked often. */
export interface Gate {
  readonly policies: readonly CompiledPolicy[];
}

const environment = buildEnvironment();

function buildEnvironment(): Environment {
  const built = new Environment({ limits: { maxAstNodes: 2_000, maxDepth: 100 } });
  for (const [name, types] of Object.entries(gateVariables)) {
    if (typeof types === 'string') built.registerVariable(name, types);
    else built.registerVariable({ name, schema: { ...types } });
  }
  return built;
}

const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? 'unknown';

function compile(expression: string, type: 'bool' | 'any'): Compiled {
  try {
    const parsed = environment.parse(expression);
    const checked = parsed.check();
    if (!checked.valid) return { ok: false, reason: reasonOf(checked.error) };
    if (type === 'bool' && checked.type !== 'bool' && checked.type !== 'dyn')
      return { ok: false, reason: `it gives ${checked.type}, not true or false` };
    return { ok: true, evaluate: parsed };
  } catch (error) {
    return { ok: false, reason: reasonOf(error) };
  }
}

/** `{expression}` in a text becomes its value; one that cannot be told becomes `?`, the verdict does not depend on it. */
function compileText(text: string): Evaluate {
  const parts = text.split(/\{([^{}]+)\}/).map((part, index): Evaluate => {
    if (index % 2 === 0) return () => part;
    const compiled = compile(part, 'any');
    return compiled.ok ? (context) => show(compiled.evaluate, context) : () => '?';
  });
  return (context) => parts.map((part) => part(context)).join('');
}

function show(evaluate: Evaluate, context: Record<string, unknown>): string {
  try {
    const value = evaluate(context);
    if (Array.isArray(value)) return value.map(String).join(', ');
    return typeof value === 'bigint' ? value.toLocaleString('en-US') : String(value);
  } catch {
    return '?';
  }
}

export function compileGate(policies: readonly Policy[]): Gate {
  return {
    policies: policies.map((policy) => ({
      policy,
      expression: compile(policy.expression, 'bool'),
      message: compileText(policy.message),
      evidence: compileText(policy.evidence),
    })),
  };
}

/** Policies whose expression is not valid CEL over the gate's variables. */
export const brokenPolicies = (gate: Gate): readonly { readonly policy: string; readonly reason: string }[] =>
  gate.policies.flatMap(({ policy, expression }) =>
    expression.ok ? [] : [{ policy: policy.name, reason: expression.reason }],
  );

/** Asks every policy. A policy that cannot be evaluated is told by name as broken; it never counts as kept. */
export function judge(gate: Gate, input: GateInput): readonly RuleResult[] {
  const context = celContext(input);
  return gate.policies.map((compiled) => {
    const { policy } = compiled;
    const verdict = ask(compiled.expression, context);
    const common = {
      policy: policy.name,
      title: policy.title,
      owner: policy.owner,
      ...(policy.field === undefined ? {} : { field: policy.field }),
      ...(policy.severity === 'error' ? {} : { severity: policy.severity }),
    };
    if (typeof verdict === 'string')
      return {
        ...common,
        passed: false,
        detail: `The policy itself is broken: ${verdict}.`,
        remedy: `Ask ${policy.owner} to correct the policy "${policy.name}".`,
      };
    const text = verdict ? compiled.evidence : compiled.message;
    return { ...common, passed: verdict, detail: String(text(context)), remedy: policy.remedy };
  });
}

/** True, false, or why it cannot be told. */
function ask(expression: Compiled, context: Record<string, unknown>): boolean | string {
  if (!expression.ok) return expression.reason;
  try {
    const value = expression.evaluate(context);
    return typeof value === 'boolean' ? value : `it gave ${typeof value}, not true or false`;
  } catch (error) {
    return reasonOf(error);
  }
}
