import { type Language, tokens } from '../format/tokens.ts';
import { CopyButton } from './copy-button.tsx';

const Coloured = ({ text, language }: { readonly text: string; readonly language: Language }) => {
  let at = 0;
  return tokens(text, language).map((token) => {
    const key = at;
    at += token.text.length;
    return (
      <span key={key} className={token.kind === 'plain' ? undefined : `t-${token.kind}`}>
        {token.text}
      </span>
    );
  });
};

/** Text for a machine, with the button that copies it. Long lines scroll; the keyboard reaches them. */
export const CodeBlock = ({
  text,
  label,
  language,
}: {
  readonly text: string;
  readonly label: string;
  /** Colours it. */
  readonly language?: Language;
}) => (
  <div className="codeblock">
    {/* A scrolling region must be reachable by keyboard. */}
    {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
    <pre tabIndex={0} role="region" aria-label={label} className={language === undefined ? undefined : 'source'}>
      <code>{language === undefined ? text : <Coloured text={text} language={language} />}</code>
    </pre>
    <CopyButton text={text} label={`Copy ${label}`} />
  </div>
);
