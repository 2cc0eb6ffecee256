import { brokenPolicies, domainsOf } from '@millrace/mesh';
import type { DomainView, PersonView, PolicyView, TeamView } from '@millrace/mesh';
import { listCandidates } from '../../catalog/candidates.ts';
import type { MeshContext } from '../../context.ts';
import type { Routes } from '../route.ts';
import { pageOf, ref } from '../shapes/common.ts';
import { CandidateQuery } from '../shapes/requests.ts';

const tag = 'governance';

export function governanceRoutes(routes: Routes, context: MeshContext): void {
  routes.add(
    {
      method: 'GET',
      path: '/candidates',
      summary: 'Topics that could become products, with what each still lacks.',
      tag,
      query: CandidateQuery,
      answer: pageOf(ref('Candidate')),
    },
    async ({ query, actor }) => ({ items: await listCandidates(context, actor, query.domain) }),
  );
  routes.add(
    { method: 'GET', path: '/domains', summary: 'The domains.', tag, answer: pageOf(ref('DomainView')) },
    () => ({ items: domainViews(context) }),
  );
  routes.add({ method: 'GET', path: '/teams', summary: 'The teams.', tag, answer: pageOf(ref('TeamView')) }, () => ({
    items: teamViews(context),
  }));
  routes.add(
    { method: 'GET', path: '/people', summary: 'The people.', tag, answer: pageOf(ref('PersonView')) },
    () => ({ items: personViews(context) }),
  );
  routes.add(
    {
      method: 'GET',
      path: '/policies',
      summary: 'The rules of the gate, as the governance group adopted them.',
      tag,
      answer: pageOf(ref('PolicyView')),
    },
    () => ({ items: policyViews(context) }),
  );
}

function domainViews({ store }: MeshContext): readonly DomainView[] {
  const { directory, products } = store.state;
  const counts = Map.groupBy(products.values(), ({ domain }) => domain);
  return directory.domains.map(({ name, description }) => ({
    name,
    description,
    teams: directory.teams.filter(({ domain }) => domain === name).map(({ handle }) => handle),
    products: counts.get(name)?.length ?? 0,
  }));
}

function teamViews({ store }: MeshContext): readonly TeamView[] {
  const { teams, people } = store.state.directory;
  return teams.map((team) => ({
    ...team,
    people: people.filter((person) => person.teams.includes(team.handle)).map(({ name }) => name),
  }));
}

function personViews({ store }: MeshContext): readonly PersonView[] {
  const { directory } = store.state;
  return directory.people.map((person) => ({ ...person, domains: domainsOf(directory, person.name) }));
}

function policyViews({ gate, store }: MeshContext): readonly PolicyView[] {
  const broken = new Map(brokenPolicies(gate.gate).map(({ policy, reason }) => [policy, reason]));
  return store.state.policies.map(({ name, title, owner, expression, remedy, field, severity }) => {
    const reason = broken.get(name);
    return {
      name,
      title,
      owner,
      expression,
      remedy,
      ...(field === undefined ? {} : { field }),
      ...(severity === 'error' ? {} : { severity }),
      ...(reason === undefined ? {} : { broken: reason }),
    };
  });
}
