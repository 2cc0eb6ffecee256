import { useMatch } from '@tanstack/react-router';
import { ExploreSearchField } from '../explore/explore-search-field.tsx';
import { Icon } from '../parts/icon.tsx';
import { ConnectionSign } from './connection-sign.tsx';
import { setPaletteOpen } from './overlay.ts';

/** The search of everything. On Explore it filters the list; elsewhere it opens the palette. */
export const TopBar = () => {
  const exploring = useMatch({ from: '/', shouldThrow: false }) !== undefined;
  return (
    <header className="top">
      {exploring ? (
        <ExploreSearchField />
      ) : (
        <button type="button" className="search" onClick={() => setPaletteOpen(true)}>
          <Icon name="explore" size={15} />
          <span className="faint">Search products, fields, pages, actions</span>
          <kbd>/</kbd>
        </button>
      )}
      <ConnectionSign />
    </header>
  );
};
