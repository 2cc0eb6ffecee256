import type { FastifyRequest } from 'fastify';
import type { Association } from '../state/association.ts';
import { listOf, queryOf } from './request.ts';

/** Whether an association is of the `resourceType`, one of the `associationType`s, and of the `lifecycle` that the query names. */
export function isWantedBy(request: FastifyRequest): (association: Association) => boolean {
  const { resourceType, lifecycle } = queryOf(request);
  const types = listOf(request, 'associationType');
  return (association) =>
    (resourceType === undefined || association.resourceType === resourceType) &&
    (types.length === 0 || types.includes(association.associationType)) &&
    (lifecycle === undefined || association.lifecycle === lifecycle.toUpperCase());
}

/** Whether the query asks for associations at all. */
export function asksForAssociations(request: FastifyRequest): boolean {
  const { resourceType, lifecycle } = queryOf(request);
  return resourceType !== undefined || lifecycle !== undefined || listOf(request, 'associationType').length > 0;
}
