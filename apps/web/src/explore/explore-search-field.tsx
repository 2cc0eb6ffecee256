import { useEffect, useRef, useState } from 'react';
import { Icon } from '../parts/icon.tsx';
import { useExplore } from './use-explore.ts';

const pauseMs = 120;

/** The text searched for: what is typed shows at once, and asks when the typing pauses. */
export const ExploreSearchField = () => {
  const { filter, setText } = useExplore();
  const [typed, setTyped] = useState(filter.q);
  const asked = useRef(filter.q);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    if (filter.q === asked.current) return;
    asked.current = filter.q;
    setTyped(filter.q);
  }, [filter.q]);
  const type = (q: string): void => {
    setTyped(q);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      asked.current = q;
      setText(q);
    }, pauseMs);
  };
  return (
    <search className="search">
      <Icon name="explore" size={15} />
      <input
        id="search"
        type="search"
        autoComplete="off"
        spellCheck={false}
        aria-label="Search products"
        placeholder="Search products, fields, descriptions"
        value={typed}
        onChange={(event) => type(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' && event.key !== 'Enter') return;
          if (event.key === 'Escape' && typed !== '') type('');
          else event.currentTarget.blur();
          event.preventDefault();
        }}
      />
      <kbd>/</kbd>
    </search>
  );
};
