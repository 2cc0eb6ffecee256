import type { PersonView } from '@millrace/mesh';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { actAs } from '../api/acting.ts';
import { peopleQuery } from '../api/queries.ts';
import { announce } from '../parts/announcer.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Icon } from '../parts/icon.tsx';
import { Failure, Skeleton } from '../parts/states.tsx';
import { initials } from './initials.ts';

const Person = ({
  person,
  current,
  onChoose,
}: {
  readonly person: PersonView;
  readonly current: boolean;
  readonly onChoose: () => void;
}) => (
  <li>
    <button type="button" aria-current={current ? 'true' : undefined} onClick={onChoose} onKeyDown={moveFocus}>
      <span className="avatar" aria-hidden="true">
        {initials(person.name)}
      </span>
      <span className="who">
        <b>{person.name}</b>
        <span className="dim">
          {person.teams.length === 0 ? 'in no team' : `${person.teams.join(', ')} in ${person.domains.join(', ')}`}
        </span>
      </span>
      {current ? <Icon name="tick" /> : null}
    </button>
  </li>
);

/** Up and down go from person to person; Enter chooses. */
function moveFocus(event: KeyboardEvent<HTMLButtonElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const { currentTarget } = event;
  const buttons = [...(currentTarget.closest('ul')?.querySelectorAll('button') ?? [])];
  buttons.at((buttons.indexOf(currentTarget) + step) % buttons.length)?.focus();
}

/** The people of the mesh. Whoever is chosen acts from now on; all that depends on it is asked anew. */
export const PeopleMenu = ({ actor, onClose }: { readonly actor: string; readonly onClose: () => void }) => {
  const { data, error, refetch } = useQuery(peopleQuery);
  const cache = useQueryClient();
  const list = useRef<HTMLUListElement>(null);
  const loaded = data !== undefined;
  useEffect(() => {
    const buttons = list.current;
    if (loaded) (buttons?.querySelector<HTMLElement>('[aria-current]') ?? buttons?.querySelector('button'))?.focus();
  }, [loaded]);
  const choose = (name: string): void => {
    if (name !== actor) {
      actAs(name);
      announce(`You act as ${name}.`);
      void cache.invalidateQueries();
    }
    onClose();
  };
  return (
    <Dialog title="Act as" kind="corner" onClose={onClose}>
      <p className="dim">Nobody signs in yet on this machine: choose whose part you play.</p>
      {error === null ? null : <Failure error={error} again={() => void refetch()} />}
      {data === undefined && error === null ? <Skeleton lines={3} /> : null}
      <ul className="people" ref={list}>
        {data?.items.map((person) => (
          <Person
            key={person.name}
            person={person}
            current={person.name === actor}
            onChoose={() => choose(person.name)}
          />
        ))}
      </ul>
    </Dialog>
  );
};
