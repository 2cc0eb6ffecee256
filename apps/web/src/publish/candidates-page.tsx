import type { Candidate, RuleResult } from '@millrace/mesh';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { candidatesQuery } from '../api/queries.ts';
import { bytes, count, plural } from '../format/number.ts';
import { Age } from '../parts/age.tsx';
import { Icon } from '../parts/icon.tsx';
import { refuses, RuleList } from '../parts/rule-list.tsx';
import { useTitle } from '../parts/use-title.ts';
import { Empty, Failure, Skeleton } from '../parts/states.tsx';
import '../styles/product.css';
import '../styles/publish.css';

/** What the topic lacks, with the remedies; what it keeps, in a line. */
const Checklist = ({ rules }: { readonly rules: readonly RuleResult[] }) => {
  const lacking = rules.filter((rule) => !rule.passed);
  return (
    <>
      <p className="tally">
        {lacking.some(refuses)
          ? `Lacks ${lacking.filter(refuses).length} of ${rules.length}`
          : `The topic keeps all ${rules.length} rules; only the form is left`}
      </p>
      <RuleList rules={lacking} />
      <ul className="held">
        {rules
          .filter((rule) => rule.passed)
          .map((rule) => (
            <li key={rule.policy} title={rule.detail}>
              <Icon name="check" size={14} /> {rule.title}
            </li>
          ))}
      </ul>
    </>
  );
};

const CandidateCard = ({ candidate }: { readonly candidate: Candidate }) => {
  const lacking = candidate.rules.filter(refuses);
  return (
    <li className="candidate card">
      <div className="candidatehead">
        <div>
          <h3>
            <span className="faint">{candidate.domain}.</span>
            {candidate.name}
          </h3>
          <p className="dim num">
            topic <code>{candidate.topic}</code>, {plural(candidate.events, 'event')}, {bytes(candidate.sizeBytes)},
            last <Age of={candidate.lastEventAt} />
          </p>
        </div>
        <Link
          to="/publish/$topic"
          params={{ topic: candidate.topic }}
          className={lacking.length === 0 ? 'btn go' : 'btn'}
        >
          {lacking.length === 0 ? 'Publish' : 'Look at it'}
        </Link>
      </div>
      <Checklist rules={candidate.rules} />
    </li>
  );
};

const byDomain = (candidates: readonly Candidate[]): readonly (readonly [string, readonly Candidate[]])[] =>
  [...Map.groupBy(candidates, (candidate) => candidate.domain)].sort(([a], [b]) => a.localeCompare(b));

/** Topics that could become products, with what each still lacks; below them what is published already. */
export const CandidatesPage = () => {
  useTitle('Publish');
  const { data, error, refetch } = useQuery(candidatesQuery);
  const open = data?.items.filter((candidate) => !candidate.published) ?? [];
  const published = data?.items.filter((candidate) => candidate.published) ?? [];
  return (
    <div className="page">
      <header className="head">
        <div>
          <h1>Publish</h1>
          <p>
            Topics of your domains that could become products, and what each still lacks. The gate is the same for all.
          </p>
        </div>
      </header>
      {error === null ? null : <Failure error={error} again={() => void refetch()} />}
      {data === undefined && error === null ? <Skeleton lines={5} height={56} /> : null}
      {data !== undefined && open.length === 0 ? (
        <Empty
          title={published.length === 0 ? 'No topics yet' : 'Everything is published'}
          action={
            <Link to="/create" className="btn go">
              Create a topic with SQL
            </Link>
          }
          command="millrace product publish TOPIC"
        >
          A topic with a schema and at least one event shows here as soon as it exists.
        </Empty>
      ) : null}
      {byDomain(open).map(([domain, candidates]) => (
        <section key={domain} className="domain">
          <h2 className="sect">{domain}</h2>
          <ul className="stack">
            {candidates.map((candidate) => (
              <CandidateCard key={candidate.topic} candidate={candidate} />
            ))}
          </ul>
        </section>
      ))}
      {published.length === 0 ? null : (
        <section className="domain">
          <h2 className="sect">Published already</h2>
          <ul className="card flush published">
            {published.map((candidate) => (
              <li key={candidate.topic}>
                <Link to="/products/$id" params={{ id: `${candidate.domain}.${candidate.name}` }}>
                  <span>
                    <span className="faint">{candidate.domain}.</span>
                    <b>{candidate.name}</b>
                  </span>
                  <span className="dim num">{count(candidate.events)} events</span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
};
