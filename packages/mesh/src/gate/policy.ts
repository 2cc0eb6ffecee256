import { MillraceError } from '@millrace/base';
import type { PublishRequest } from '../api.ts';
import { isObject, list, object, oneOf, optional, text } from '../facts/shape.ts';
import type { Shape } from '../facts/shape.ts';

/** Members of the publish form that a policy may point to. */
export const formFields = [
  'topic',
  'domain',
  'name',
  'owner',
  'description',
  'quality',
  'sla',
  'alignment',
  'tags',
  'slaAcknowledged',
] as const satisfies readonly (keyof PublishRequest)[];

/** A rule of the governance group. `{expression}` in the texts is CEL over the same variables as the rule. */
export interface Policy {
  readonly name: string;
  /** A short claim: "Schema registered". */
  readonly title: string;
  /** CEL, true when the product keeps the rule. */
  readonly expression: string;
  /** What is wrong when it does not. */
  readonly message: string;
  /** What it was judged by when it does. */
  readonly evidence: string;
  readonly remedy: string;
  /** Who answers for the policy. */
  readonly owner: string;
  readonly field?: keyof PublishRequest;
  readonly severity: 'error' | 'warning';
}

export const policyShape: Shape = object({
  name: text,
  title: text,
  expression: text,
  message: text,
  evidence: text,
  remedy: text,
  owner: text,
  field: optional(oneOf(formFields)),
  severity: oneOf(['error', 'warning']),
});

const fileShape = object({
  policies: list(
    object({
      name: text,
      title: optional(text),
      expression: text,
      message: text,
      evidence: optional(text),
      remedy: text,
      owner: text,
      field: optional(oneOf(formFields)),
      severity: optional(oneOf(['error', 'warning'])),
    }),
  ),
});

type FilePolicy = Partial<Policy> & Pick<Policy, 'name' | 'expression' | 'message' | 'remedy' | 'owner'>;

/**
 * Reads the parsed YAML of a policy file: `policies:` with name, expression, message, remedy, owner; title (default: the
 * name), evidence, field and severity (default `error`) are optional. Throws CONFIG_INVALID with the place. An expression
 * that is not CEL is no error here: the gate reports it as a broken policy wherever it would have been asked.
 */
export function parsePolicies(value: unknown, file: string): readonly Policy[] {
  const wrong = fileShape(value, '');
  if (wrong !== undefined || !isObject(value)) throw new MillraceError('CONFIG_INVALID', `${file}: ${wrong}.`);
  const policies = (value['policies'] as readonly FilePolicy[]).map((policy): Policy => ({
    name: policy.name,
    title: policy.title ?? policy.name,
    expression: policy.expression,
    message: policy.message,
    evidence: policy.evidence ?? 'As the rule asks.',
    remedy: policy.remedy,
    owner: policy.owner,
    ...(policy.field === undefined ? {} : { field: policy.field }),
    severity: policy.severity ?? 'error',
  }));
  const names = new Set<string>();
  for (const { name } of policies) {
    if (names.has(name)) throw new MillraceError('CONFIG_INVALID', `${file}: the policy "${name}" is there twice.`);
    names.add(name);
  }
  return policies;
}

/** A policy judges the topic itself when filling in the form cannot mend it. */
export const judgesTopic = ({ field }: Pick<Policy, 'field'>): boolean =>
  field === undefined || field === 'topic' || field === 'domain';
