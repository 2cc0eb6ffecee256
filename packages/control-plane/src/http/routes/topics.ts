import { enforce } from '../../catalog/enforcement.ts';
import type { MeshContext } from '../../context.ts';
import type { Routes } from '../route.ts';
import { ref } from '../shapes/common.ts';
import { IdParameter, TopicRequest } from '../shapes/requests.ts';

export function topicRoutes(routes: Routes, context: MeshContext): void {
  routes.add(
    {
      method: 'PATCH',
      path: '/topics/:id',
      summary: 'Let the cluster check the values of a topic before it takes them.',
      tag: 'topics',
      params: IdParameter,
      body: TopicRequest,
      answer: ref('TopicSettings'),
    },
    ({ params, body, actor }) => enforce(context, params.id, body.enforcement, actor),
  );
}
