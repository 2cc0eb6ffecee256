import type { RuleResult } from '@millrace/mesh';
import { Icon } from './icon.tsx';

/** Whether the rule keeps a product from being published. A broken warning is only told. */
export const refuses = (rule: RuleResult): boolean => !rule.passed && rule.severity !== 'warning';

const signOf = (rule: RuleResult): 'ok' | 'no' | 'warn' => (rule.passed ? 'ok' : refuses(rule) ? 'no' : 'warn');

/** Each rule of the gate with what it was judged by; a broken one with its policy, the policy's owner and the remedy. */
export const RuleList = ({
  rules,
  besideForm = false,
}: {
  readonly rules: readonly RuleResult[];
  /** The remedies stand at the fields of a form beside the list, so only those without a field are told here. */
  readonly besideForm?: boolean;
}) => (
  <ul className="rules">
    {rules.map((rule) => (
      <li key={rule.policy} className={signOf(rule)}>
        <Icon name={rule.passed ? 'check' : 'alert'} />
        <span>
          {rule.title}
          <span className="unseen">{rule.passed ? ': holds' : refuses(rule) ? ': broken' : ': a warning'}</span>
          <small>{rule.detail}</small>
          {rule.passed ? null : (
            <small>
              {besideForm && rule.field !== undefined ? null : `${rule.remedy} `}
              <span className="faint">
                policy {rule.policy}, owned by {rule.owner}
              </span>
            </small>
          )}
        </span>
      </li>
    ))}
  </ul>
);
