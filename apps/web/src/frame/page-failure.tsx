import type { ErrorComponentProps } from '@tanstack/react-router';
import { Failure } from '../parts/states.tsx';

export const PageFailure = ({ error, reset }: ErrorComponentProps) => (
  <div className="page">
    <Failure error={error} again={reset} />
  </div>
);
