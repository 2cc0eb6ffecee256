import type { Candidate, DomainView, Page, PolicyView, TeamView } from '@millrace/mesh';
import type { Command } from 'commander';
import { table } from '../output/output.ts';
import { answer, common, withMesh } from './context.ts';

/** What the governance group and the domains have set down: `domain`, `team`, `policy`; and what could be published: `candidate`. */
export function governCommands(program: Command): void {
  common(program.command('domain').description('business areas of the mesh').command('list'))
    .description('domains, with their teams')
    .action((options) =>
      withMesh(options, async ({ api, output }) =>
        answer(output, await api.get<Page<DomainView>>('/domains'), ({ items }) =>
          table(
            ['DOMAIN', 'PRODUCTS', 'TEAMS', 'DESCRIPTION'],
            items.map((item) => [item.name, String(item.products), item.teams.join(' '), item.description]),
          ),
        ),
      ),
    );
  common(program.command('team').description('who answers for products').command('list'))
    .description('teams, with their people and how to reach them')
    .action((options) =>
      withMesh(options, async ({ api, output }) =>
        answer(output, await api.get<Page<TeamView>>('/teams'), ({ items }) =>
          table(
            ['TEAM', 'DOMAIN', 'CONTACT', 'PEOPLE'],
            items.map((item) => [item.handle, item.domain, item.contact ?? '', item.people.join(' ')]),
          ),
        ),
      ),
    );
  common(program.command('policy').description('what the gate asks').command('list'))
    .description('the rules of the gate')
    .action((options) =>
      withMesh(options, async ({ api, output }) =>
        answer(output, await api.get<Page<PolicyView>>('/policies'), ({ items }) =>
          items
            .map((item) => `${item.name}  ${item.title} (${item.owner})\n    ${item.expression}\n    ${item.remedy}\n`)
            .join(''),
        ),
      ),
    );
  common(
    program
      .command('candidate')
      .description('topics on their way to a product')
      .command('list')
      .option('--domain <domain>'),
  )
    .description('topics that could become products, with what each still lacks')
    .action((options) =>
      withMesh(options, async ({ api, output }) =>
        answer(output, await api.get<Page<Candidate>>('/candidates', { domain: options.domain }), ({ items }) =>
          table(
            ['TOPIC', 'DOMAIN', 'EVENTS', 'PRODUCT', 'LACKS'],
            items.map((item) => {
              const lacks = item.rules.filter((rule) => !rule.passed).map((rule) => rule.policy);
              return [
                item.topic,
                item.domain,
                item.events.toLocaleString('en-US'),
                item.published ? 'yes' : 'no',
                lacks.join(' '),
              ];
            }),
          ),
        ),
      ),
    );
}
