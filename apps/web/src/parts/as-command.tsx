import type { AuditEntry } from '@millrace/mesh';
import { CodeBlock } from './code-block.tsx';
import { Segmented } from './segmented.tsx';
import { useStored } from './use-stored.ts';

export type CommandForms = AuditEntry['as'];
const forms = [
  { value: 'cli', label: 'millrace' },
  { value: 'curl', label: 'curl' },
  { value: 'yaml', label: 'YAML' },
] as const;

/** The same action as a command of the CLI, a call of the API and a document; the form chosen last stays chosen. */
export const AsCommand = ({ as }: { readonly as: CommandForms }) => {
  const [form, setForm] = useStored<'cli' | 'curl' | 'yaml'>('millrace.form', ['cli', 'curl', 'yaml'], 'cli');
  return (
    <div className="ascommand">
      <Segmented legend="Form of the command" choices={forms} value={form} onChange={setForm} />
      <CodeBlock text={as[form]} label={forms.find((each) => each.value === form)?.label ?? form} />
    </div>
  );
};
