import { refuses } from '../parts/rule-list.tsx';
import type { RuleResult } from '@millrace/mesh';

/** How the product stands with the gate now. */
export const RulesPill = ({ rules }: { readonly rules: readonly RuleResult[] }) => {
  const broken = rules.filter((rule) => refuses(rule)).length;
  if (rules.length === 0) return null;
  return broken === 0 ? (
    <span className="pill good">{rules.length === 1 ? 'its rule holds' : `all ${rules.length} rules hold`}</span>
  ) : (
    <span className="pill warn">
      {broken} of {rules.length} rules broken
    </span>
  );
};
