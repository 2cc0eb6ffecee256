import type { Connection } from '@millrace/mesh';
import { useQuery } from '@tanstack/react-query';
import { connectionQuery } from '../api/queries.ts';
import { CodeBlock } from '../parts/code-block.tsx';
import { CopyButton } from '../parts/copy-button.tsx';
import { Segmented } from '../parts/segmented.tsx';
import { Failure, Skeleton } from '../parts/states.tsx';
import { useStored } from '../parts/use-stored.ts';

const languages = ['kcat', 'typescript', 'python', 'java'] as const;

const Values = ({ connection }: { readonly connection: Connection }) => (
  <dl className="kv copyable">
    {(['bootstrap', 'topic', 'registry', 'subject', 'group'] as const).map((name) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>
          <code>{connection[name]}</code>
          <CopyButton text={connection[name]} label={`Copy ${name}`} />
        </dd>
      </div>
    ))}
  </dl>
);

const Snippets = ({ connection }: { readonly connection: Connection }) => {
  const [language, setLanguage] = useStored('millrace.language', languages, 'kcat');
  const snippet = connection.snippets.find((each) => each.language === language) ?? connection.snippets[0];
  return snippet === undefined ? null : (
    <>
      <Segmented
        legend="Language"
        value={snippet.language}
        onChange={setLanguage}
        choices={connection.snippets.map((each) => ({ value: each.language, label: each.title }))}
      />
      <CodeBlock text={snippet.code} label={snippet.title} />
    </>
  );
};

/** All that a client needs to read the product, with programs that run as they stand. */
export const ConnectionView = ({ product, consumer }: { readonly product: string; readonly consumer?: string }) => {
  const { data, error, refetch } = useQuery(connectionQuery(product, consumer));
  if (error !== null) return <Failure error={error} again={() => void refetch()} />;
  if (data === undefined) return <Skeleton lines={6} />;
  return (
    <div className="connection">
      <Values connection={data} />
      <Snippets connection={data} />
    </div>
  );
};
