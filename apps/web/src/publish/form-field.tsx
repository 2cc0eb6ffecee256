import type { PublishRequest, RuleResult } from '@millrace/mesh';
import type { ReactNode } from 'react';

/** A labelled part of the form, with what it is for or, when a rule about it is broken, how to mend it. */
export const FormField = ({
  label,
  field,
  rules,
  help,
  htmlFor,
  children,
}: {
  readonly label: string;
  readonly field: keyof PublishRequest;
  readonly rules: readonly RuleResult[];
  readonly help: ReactNode;
  readonly htmlFor?: string;
  readonly children: ReactNode;
}) => {
  const broken = rules.filter((rule) => rule.field === field && !rule.passed);
  return (
    <div className="field">
      {htmlFor === undefined ? (
        <span className="fieldlabel">{label}</span>
      ) : (
        <label className="fieldlabel" htmlFor={htmlFor}>
          {label}
        </label>
      )}
      <div>
        {children}
        <div id={`why-${field}`} aria-live="polite">
          {broken.length === 0 ? (
            <small>{help}</small>
          ) : (
            broken.map((rule) => (
              <p key={rule.policy} className="why">
                {rule.remedy}
              </p>
            ))
          )}
        </div>
      </div>
    </div>
  );
};

export const isBroken = (rules: readonly RuleResult[], field: keyof PublishRequest): boolean =>
  rules.some((rule) => rule.field === field && !rule.passed);
