import type { SqlExample } from '@millrace/mesh';
import { useState } from 'react';
import { plural } from '../format/number.ts';
import { Dialog } from '../parts/dialog.tsx';

/** The ready statements, each with what it is for. */
export const ExamplesMenu = ({
  examples,
  onChoose,
}: {
  readonly examples: readonly SqlExample[];
  readonly onChoose: (example: SqlExample) => void;
}) => {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" className="pill" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {plural(examples.length, 'example')}
      </button>
      {open ? (
        <Dialog title="Begin with an example" onClose={() => setOpen(false)}>
          <ul className="examples">
            {examples.map((example) => (
              <li key={example.name}>
                <button
                  type="button"
                  onClick={() => {
                    setOpen(false);
                    onChoose(example);
                  }}
                >
                  <b>{example.title}</b>
                  <span className="dim">{example.description}</span>
                  <span className="faint mono">
                    {example.inputs.join(' + ')} → {example.output}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </Dialog>
      ) : null}
    </>
  );
};
