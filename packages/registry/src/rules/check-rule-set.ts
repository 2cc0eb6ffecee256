import { invalidRuleSet } from '../errors.ts';
import { isObject, type JsonObject } from '../state/json.ts';
import { expressionProblem } from './expressions.ts';

const nameLengthMax = 64;
const kinds = ['TRANSFORM', 'CONDITION'];

/** The lists of a rule set, and the modes that their rules may have. */
const lists = {
  migrationRules: ['UPGRADE', 'DOWNGRADE', 'UPDOWN'],
  domainRules: ['WRITE', 'READ', 'WRITEREAD'],
  encodingRules: ['WRITE', 'READ', 'WRITEREAD'],
} as const;

/**
 * Checks the rules that a client sends with a schema or a config: names, kinds, modes, and that expressions of the languages that
 * we know can be parsed. Types that we do not know are the clients' own.
 * @throws RegistryError 42210
 */
export async function checkRuleSet(ruleSet: JsonObject): Promise<void> {
  for (const [list, modes] of Object.entries(lists)) {
    const rules = ruleSet[list] ?? [];
    if (!Array.isArray(rules)) throw invalidRuleSet(`${list} must be a list of rules`);
    const names = new Set<unknown>();
    for (const [index, rule] of (rules as unknown[]).entries()) {
      if (!isObject(rule)) throw invalidRuleSet(`${list}[${index}] is not a rule`);
      const problem = ruleProblem(rule, modes) ?? (await expressionProblem(rule));
      const name = typeof rule['name'] === 'string' ? ` "${rule['name']}"` : '';
      if (problem !== undefined) throw invalidRuleSet(`${list}[${index}]${name}: ${problem}`);
      if (names.has(rule['name'])) throw invalidRuleSet(`Found rule with duplicate name '${String(rule['name'])}'`);
      names.add(rule['name']);
    }
  }
}

function ruleProblem(rule: JsonObject, modes: readonly string[]): string | undefined {
  const { kind, mode, type } = rule;
  const of = (allowed: readonly string[]): string => `it must be one of ${allowed.join(', ')}`;
  const problem = nameProblem(rule['name']);
  if (problem !== undefined) return problem;
  if (typeof kind !== 'string') return `Missing rule kind; ${of(kinds)}`;
  if (!kinds.includes(kind)) return `Invalid rule kind ${kind}; ${of(kinds)}`;
  if (typeof mode !== 'string') return `Missing rule mode; ${of(modes)}`;
  if (!modes.includes(mode)) return `Invalid rule mode ${mode}; here ${of(modes)}`;
  if (typeof type !== 'string' || type === '') return 'Missing rule type';
  return formProblem(rule);
}

function nameProblem(name: unknown): string | undefined {
  if (typeof name !== 'string') return 'Missing rule name';
  if (name === '') return 'Empty rule name';
  if (name.length > nameLengthMax) return `Rule name too long; at most ${nameLengthMax} characters`;
  if (!/^[\p{L}_]/u.test(name)) return 'Illegal initial character in rule name; it must be a letter or _';
  return /^[\p{L}\p{Nd}_-]+$/u.test(name)
    ? undefined
    : 'Illegal character in rule name; letters, digits, _ and - may be';
}

/** What clients read as text, lists of texts and maps of texts must be such. */
function formProblem(rule: JsonObject): string | undefined {
  const isTextOrAbsent = (value: unknown): boolean =>
    value === undefined || value === null || typeof value === 'string';
  for (const member of ['doc', 'expr', 'onSuccess', 'onFailure']) {
    if (!isTextOrAbsent(rule[member])) return `${member} is not a text`;
  }
  const { tags = null, params = null, disabled = null } = rule;
  if (tags !== null && !(Array.isArray(tags) && tags.every((tag) => typeof tag === 'string'))) {
    return 'tags is not a list of texts';
  }
  if (params !== null && !(isObject(params) && Object.values(params).every(isTextOrAbsent))) {
    return 'params is not an object of texts';
  }
  return disabled === null || typeof disabled === 'boolean' ? undefined : 'disabled is not true or false';
}
