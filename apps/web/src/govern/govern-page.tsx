import type { DomainView, PolicyView, TeamView } from '@millrace/mesh';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { domainsQuery, policiesQuery, teamsQuery } from '../api/queries.ts';
import { plural } from '../format/number.ts';
import { CodeBlock } from '../parts/code-block.tsx';
import { useTitle } from '../parts/use-title.ts';
import { Empty, Failure, Skeleton } from '../parts/states.tsx';
import '../styles/product.css';
import '../styles/govern.css';

const Policy = ({ policy }: { readonly policy: PolicyView }) => (
  <li>
    <details className="disclose policy">
      <summary>
        <b>{policy.title}</b>
        <span className="faint mono">{policy.name}</span>
        <span className="dim">{policy.owner}</span>
      </summary>
      <CodeBlock text={policy.expression} label={`Expression of ${policy.name}`} />
      <p className="dim">When it is broken: {policy.remedy}</p>
    </details>
  </li>
);

const Domain = ({ domain, teams }: { readonly domain: DomainView; readonly teams: readonly TeamView[] }) => (
  <li className="card">
    <h3>
      <Link to="/" search={{ domain: [domain.name] }}>
        {domain.name}
      </Link>
      <span className="faint num">{plural(domain.products, 'product')}</span>
    </h3>
    <p className="dim">{domain.description}</p>
    <ul className="teams">
      {teams
        .filter((team) => team.domain === domain.name)
        .map((team) => (
          <li key={team.handle}>
            <b>{team.handle}</b> <span className="dim">{team.people.join(', ')}</span>
            {team.contact === undefined ? null : <span className="faint"> {team.contact}</span>}
          </li>
        ))}
    </ul>
  </li>
);

/** The rules that were agreed, and who answers for what. */
export const GovernPage = () => {
  useTitle('Govern');
  const policies = useQuery(policiesQuery);
  const domains = useQuery(domainsQuery);
  const teams = useQuery(teamsQuery);
  const error = policies.error ?? domains.error ?? teams.error;
  return (
    <div className="page">
      <header className="head">
        <div>
          <h1>Govern</h1>
          <p>The rules that the domains agreed on. Each is an expression that the gate runs at every publish.</p>
        </div>
      </header>
      {error === null ? null : <Failure error={error} again={() => void policies.refetch()} />}
      <div className="columns governed">
        <section>
          <h2 className="sect">Policies of the gate</h2>
          {policies.data === undefined ? <Skeleton lines={9} height={28} /> : null}
          {policies.data?.items.length === 0 ? (
            <Empty title="No policies">The gate lets everything through until a policy file says otherwise.</Empty>
          ) : (
            <ul className="card flush policies">
              {policies.data?.items.map((policy) => (
                <Policy key={policy.name} policy={policy} />
              ))}
            </ul>
          )}
        </section>
        <section>
          <h2 className="sect">Domains</h2>
          {domains.data === undefined ? <Skeleton lines={4} height={48} /> : null}
          <ul className="stack">
            {domains.data?.items.map((domain) => (
              <Domain key={domain.name} domain={domain} teams={teams.data?.items ?? []} />
            ))}
          </ul>
        </section>
      </div>
    </div>
  );
};
