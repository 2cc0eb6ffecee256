import type { Alignment, PublishRequest, Quality, RuleResult, Sla, TeamView } from '@millrace/mesh';
import { Segmented } from '../parts/segmented.tsx';
import { AlignmentSign, QualitySign, SlaSign } from '../signs/signs.tsx';
import { FormField, isBroken } from './form-field.tsx';
import { TagsInput } from './tags-input.tsx';

const qualities: Readonly<Record<Quality, string>> = {
  authoritative: 'The source of record. Others may rely on it for decisions.',
  curated: 'Cleaned and checked, but not the source of record.',
  raw: 'As it came. Nothing is promised about its content.',
};
const slas: Readonly<Record<Sla, string>> = {
  'tier-1': 'Somebody gets out of bed when it breaks.',
  'tier-2': 'Mended within the working day.',
  'tier-3': 'Mended on the next business day.',
};
const alignments: Readonly<Record<Alignment, string>> = {
  source: 'Facts as the operational system made them.',
  aggregate: 'Joined or summed from other products.',
  consumer: 'Shaped for one kind of reader.',
};
const keys = <T extends string>(words: Readonly<Record<T, string>>): readonly T[] => Object.keys(words) as T[];

export interface FormProps {
  readonly request: Partial<PublishRequest>;
  readonly rules: readonly RuleResult[];
  readonly change: (part: Partial<PublishRequest>) => void;
}

const Words = ({ request, rules, change, teams }: FormProps & { readonly teams: readonly TeamView[] }) => (
  <>
    <FormField
      label="Owner"
      field="owner"
      rules={rules}
      htmlFor="owner"
      help="The team that gets out of bed, and that answers questions."
    >
      <input
        id="owner"
        className={isBroken(rules, 'owner') ? 'in bad' : 'in'}
        list="teams"
        autoComplete="off"
        aria-describedby="why-owner"
        placeholder="@team"
        value={request.owner ?? ''}
        onChange={(event) => change({ owner: event.target.value })}
      />
      <datalist id="teams">
        {teams.map((team) => (
          <option key={team.handle} value={team.handle}>
            {team.domain}
          </option>
        ))}
      </datalist>
    </FormField>
    <FormField
      label="Description"
      field="description"
      rules={rules}
      htmlFor="description"
      help="What one fact is, when it happened, and its units."
    >
      <textarea
        id="description"
        className={isBroken(rules, 'description') ? 'in bad' : 'in'}
        rows={3}
        aria-describedby="why-description"
        placeholder="Departures and average delay in minutes of each airport in each hour (UTC)."
        value={request.description ?? ''}
        onChange={(event) => change({ description: event.target.value })}
      />
    </FormField>
  </>
);

const Choices = ({ request, rules, change }: FormProps) => (
  <>
    <FormField
      label="Quality"
      field="quality"
      rules={rules}
      help={request.quality === undefined ? 'How far others may trust it.' : qualities[request.quality]}
    >
      <Segmented
        legend="Quality"
        value={request.quality}
        onChange={(quality) => change({ quality })}
        choices={keys(qualities).map((value) => ({ value, label: <QualitySign quality={value} /> }))}
      />
    </FormField>
    <FormField
      label="Service level"
      field="sla"
      rules={rules}
      help={request.sla === undefined ? 'How soon it is mended when it breaks.' : slas[request.sla]}
    >
      <Segmented
        legend="Service level"
        value={request.sla}
        onChange={(sla) => change({ sla })}
        choices={keys(slas).map((value) => ({ value, label: <SlaSign sla={value} /> }))}
      />
    </FormField>
    <FormField
      label="Alignment"
      field="alignment"
      rules={rules}
      help={request.alignment === undefined ? 'Where in the flow it stands.' : alignments[request.alignment]}
    >
      <Segmented
        legend="Alignment"
        value={request.alignment}
        onChange={(alignment) => change({ alignment })}
        choices={keys(alignments).map((value) => ({ value, label: <AlignmentSign alignment={value} /> }))}
      />
    </FormField>
  </>
);

/** What people say of a product: owner, description, quality, service level, alignment, tags. */
export const MetadataFields = ({ teams, ...props }: FormProps & { readonly teams: readonly TeamView[] }) => (
  <>
    <Words {...props} teams={teams} />
    <Choices {...props} />
    <FormField label="Tags" field="tags" rules={props.rules} htmlFor="tags" help="Words to find it by. Enter adds one.">
      <TagsInput id="tags" tags={props.request.tags ?? []} onChange={(tags) => props.change({ tags })} />
    </FormField>
  </>
);

/** The metadata that the gate asks for and the promise, each field with the gate's answer below it. */
export const PublishForm = (props: FormProps & { readonly teams: readonly TeamView[] }) => (
  <>
    <MetadataFields {...props} />
    <FormField label="Terms" field="slaAcknowledged" rules={props.rules} help="The promise that its readers build on.">
      <label className="terms">
        <input
          type="checkbox"
          checked={props.request.slaAcknowledged === true}
          onChange={(event) => props.change({ slaAcknowledged: event.target.checked })}
        />
        <span>By publishing I agree to keep this service level, and to tell consumers before anything breaks.</span>
      </label>
    </FormField>
  </>
);
