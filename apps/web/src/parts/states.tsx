import type { ReactNode } from 'react';
import { problemOf } from '../api/client.ts';
import { CopyButton } from './copy-button.tsx';
import { Icon } from './icon.tsx';

/** Nothing here yet: what will be here, the first step as a button, and the same step as a command. */
export const Empty = ({
  title,
  level: Heading = 'h2',
  children,
  action,
  command,
}: {
  readonly title: string;
  /** `h1` where it is all that the page says. */
  readonly level?: 'h1' | 'h2';
  readonly children: ReactNode;
  readonly action?: ReactNode;
  readonly command?: string;
}) => (
  <div className="empty">
    <Heading>{title}</Heading>
    <p>{children}</p>
    {action}
    {command === undefined ? null : (
      <div className="emptycommand">
        <code>{command}</code>
        <CopyButton text={command} label="Copy the command" />
      </div>
    )}
  </div>
);

/** What happened, and what to do; `again` tries once more. */
export const Failure = ({ error, again }: { readonly error: unknown; readonly again?: () => void }) => {
  const problem = problemOf(error);
  return (
    <div className="failure" role="alert">
      <Icon name="alert" />
      <div>
        <strong>{problem.detail === '' ? problem.title : problem.detail}</strong>
        <p>{problem.action}</p>
        {again === undefined ? null : (
          <button type="button" className="btn small" onClick={again}>
            Try again
          </button>
        )}
      </div>
    </div>
  );
};

/** Grey lines in the shape of what is on its way. */
export const Skeleton = ({ lines, height = 20 }: { readonly lines: number; readonly height?: number }) => (
  <div className="skeleton" role="status" aria-label="Loading">
    {Array.from({ length: lines }, (_, at) => (
      <i key={`line-${at}`} style={{ height, width: `${92 - ((at * 17) % 38)}%` }} />
    ))}
  </div>
);
