import type { RuleResult } from '@millrace/mesh';
import { Failure, Skeleton } from '../parts/states.tsx';
import { RuleList } from '../parts/rule-list.tsx';

/** Every rule with its answer, and how many hold. */
export const GatePanel = ({
  rules,
  error,
}: {
  readonly rules: readonly RuleResult[] | undefined;
  readonly error: unknown;
}) => (
  <aside className="gate card" aria-label="The gate">
    <h2>
      The gate
      <span className="faint num" aria-live="polite">
        {rules === undefined ? '' : `${rules.filter((rule) => rule.passed).length} of ${rules.length}`}
      </span>
    </h2>
    {error === null ? null : <Failure error={error} />}
    {rules === undefined ? error === null ? <Skeleton lines={7} /> : null : <RuleList rules={rules} besideForm />}
  </aside>
);
