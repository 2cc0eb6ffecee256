import type { AuditEntry, MeshStatus, Page } from '@millrace/mesh';
import type { Command } from 'commander';
import { answer, common, withMesh } from './context.ts';

export function auditCommand(program: Command): void {
  common(program.command('audit').option('--limit <n>', 'how many', '20'))
    .description('what was done in the mesh, newest first, each with the command that does the same')
    .action((options) =>
      withMesh(options, async ({ api, output }) =>
        answer(output, await api.get<Page<AuditEntry>>('/audit', { limit: options.limit }), ({ items }) =>
          items.map((entry) => `${entry.at}  ${entry.text}\n    ${entry.as.cli}\n`).join(''),
        ),
      ),
    );
  common(program.command('status'))
    .description('the mesh and the services it stands on')
    .action((options) =>
      withMesh(options, async ({ api, output }) => {
        const status = await api.get<MeshStatus>('/status');
        answer(output, status, ({ version, actor, facts, services }) =>
          [
            `millrace ${version}, ${facts} facts, you act as ${actor}\n`,
            ...Object.entries(services).map(
              ([name, service]) =>
                `  ${name.padEnd(9)} ${service.address}${service.reachable ? '' : '  does not answer'}\n`,
            ),
          ].join(''),
        );
        return Object.values(status.services).every((service) => service.reachable) ? 0 : 3;
      }),
    );
}
