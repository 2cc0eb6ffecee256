import type { MeshContext } from '../../context.ts';
import type { Routes } from '../route.ts';
import { ref } from '../shapes/common.ts';

export function statusRoutes(routes: Routes, context: MeshContext): void {
  routes.add(
    {
      method: 'GET',
      path: '/status',
      summary: 'This control plane, who acts, and the services it stands on.',
      tag: 'status',
      answer: ref('MeshStatus'),
    },
    ({ actor }) => context.status.status(actor),
  );
}
