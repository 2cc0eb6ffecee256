import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useState } from 'react';
import { actAs, useActingAs } from '../api/acting.ts';
import { peopleQuery, statusQuery } from '../api/queries.ts';
import { initials } from './initials.ts';

const PeopleMenu = lazy(async () => ({ default: (await import('./people-menu.tsx')).PeopleMenu }));

/** `member of a, b` as it fits beside the name: several domains are counted. */
const shortRole = (role: string): string => {
  const domains = role.split(', ').length;
  return domains > 1 ? `in ${domains} domains` : role.replace(/^member of/, 'in');
};

/** Another mesh at the same address may have other people: a choice that this one does not know is forgotten. */
function useKnownPerson(role: string | undefined): void {
  const as = useActingAs();
  const { data: people } = useQuery({ ...peopleQuery, enabled: as !== undefined && role === 'guest' });
  useEffect(() => {
    if (as !== undefined && people !== undefined && people.items.every(({ name }) => name !== as)) actAs(undefined);
  }, [as, people]);
}

/** Who acts, and the way to act as somebody else. */
export const PersonButton = () => {
  const { data } = useQuery(statusQuery);
  const [open, setOpen] = useState(false);
  useKnownPerson(data?.role);
  if (data === undefined) return null;
  return (
    <>
      <button
        type="button"
        className="person"
        title={`${data.actor}, ${data.role}`}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <span className="unseen">You act as </span>
        <span className="avatar" aria-hidden="true">
          {initials(data.actor)}
        </span>
        <span className="who">
          <span>{data.actor}</span> <span className="faint">{shortRole(data.role)}</span>
        </span>
      </button>
      <Suspense>{open ? <PeopleMenu actor={data.actor} onClose={() => setOpen(false)} /> : null}</Suspense>
    </>
  );
};
