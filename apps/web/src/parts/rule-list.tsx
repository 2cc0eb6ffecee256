import type { RuleResult } from '@millrace/mesh';
import { Icon } from './icon.tsx';

/** Each rule of the gate with what it was judged by; a broken one with its policy, the policy's owner and the remedy. */
export const RuleList = ({ rules }: { readonly rules: readonly RuleResult[] }) => (
  <ul className="rules">
    {rules.map((rule) => (
      <li key={rule.policy} className={rule.passed ? 'ok' : 'no'}>
        <Icon name={rule.passed ? 'check' : 'alert'} />
        <span>
          {rule.title}
          <span className="unseen">{rule.passed ? ': holds' : ': broken'}</span>
          <small>{rule.detail}</small>
          {rule.passed ? null : (
            <small>
              {rule.remedy}{' '}
              <span className="faint">
                Policy {rule.policy}, owned by {rule.owner}.
              </span>
            </small>
          )}
        </span>
      </li>
    ))}
  </ul>
);
