import { CopyButton } from './copy-button.tsx';

/** Text for a machine, with the button that copies it. Long lines scroll; the keyboard reaches them. */
export const CodeBlock = ({ text, label }: { readonly text: string; readonly label: string }) => (
  <div className="codeblock">
    {/* A scrolling region must be reachable by keyboard. */}
    {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
    <pre tabIndex={0} role="region" aria-label={label}>
      <code>{text}</code>
    </pre>
    <CopyButton text={text} label={`Copy ${label}`} />
  </div>
);
