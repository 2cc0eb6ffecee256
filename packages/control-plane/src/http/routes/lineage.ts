import { MillraceError } from '@millrace/base';
import { lineageOf, subjectOf } from '@millrace/mesh';
import { need } from '../../catalog/product-detail.ts';
import type { MeshContext } from '../../context.ts';
import type { Routes } from '../route.ts';
import { ref } from '../shapes/common.ts';
import { IdParameter } from '../shapes/requests.ts';

const tag = 'lineage';

export function lineageRoutes(routes: Routes, context: MeshContext): void {
  routes.add(
    { method: 'GET', path: '/lineage', summary: 'The whole graph.', tag, answer: ref('Lineage') },
    async () => {
      const graph = await context.lineage.graph();
      return { root: '', nodes: [...graph.nodes.values()], edges: graph.edges };
    },
  );

  routes.add(
    {
      method: 'GET',
      path: '/products/:id/lineage',
      summary: 'What a product is made from, and what is made from it.',
      tag,
      params: IdParameter,
      answer: ref('Lineage'),
    },
    async ({ params }) => lineageOf(await context.lineage.graph(), subjectOf.product(need(context, params.id).id)),
  );

  routes.add(
    {
      method: 'GET',
      path: '/lineage/:id',
      summary: 'The same for any node, e.g. `query:CSAS_X_1` or `topic:orders`.',
      tag,
      params: IdParameter,
      answer: ref('Lineage'),
    },
    async ({ params }) => {
      const graph = await context.lineage.graph();
      if (!graph.nodes.has(params.id))
        throw new MillraceError('NOT_FOUND', `There is no "${params.id}" in the lineage.`);
      return lineageOf(graph, params.id);
    },
  );
}
