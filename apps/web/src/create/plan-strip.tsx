import { Fragment } from 'react';
import { planSteps } from './plan.ts';

/** What the processor will do, left to right as the data goes. */
export const PlanStrip = ({ text }: { readonly text: string }) => {
  const steps = planSteps(text);
  return (
    // A scrolling region must be reachable by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className="plan num" tabIndex={0} role="region" aria-label="Plan">
      {steps.length === 0 ? <pre>{text}</pre> : null}
      {steps.map((step, at) => (
        <Fragment key={`${at}-${step.kind}`}>
          {at === 0 ? null : <span aria-hidden="true">→</span>}
          <b title={step.detail}>
            {step.kind}
            <small>{step.detail}</small>
          </b>
        </Fragment>
      ))}
    </div>
  );
};
