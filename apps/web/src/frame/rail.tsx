import { Link, useLocation } from '@tanstack/react-router';
import { Icon } from '../parts/icon.tsx';
import { Logo } from './logo.tsx';
import { PersonButton } from './person-button.tsx';
import { ThemeButton } from './theme-button.tsx';

/** A product is a place within Explore. */
const ExploreLink = () => {
  const within = useLocation({ select: ({ pathname }) => pathname === '/' || pathname.startsWith('/products/') });
  return (
    <Link to="/" className={within ? 'on' : ''} activeProps={{}}>
      <Icon name="explore" size={17} />
      Explore
    </Link>
  );
};

/** The ways into the mesh; a bar at the foot on a narrow screen. */
export const Rail = () => (
  <nav className="rail" aria-label="Main">
    <Link to="/" className="brand" aria-label="Millrace, Explore">
      <Logo />
      Millrace
    </Link>
    <ExploreLink />
    <Link to="/create" activeOptions={{ includeSearch: false }} activeProps={{ className: 'on' }}>
      <Icon name="create" size={17} />
      Create
    </Link>
    <Link to="/publish" activeOptions={{ includeSearch: false }} activeProps={{ className: 'on' }}>
      <Icon name="publish" size={17} />
      Publish
    </Link>
    <hr />
    <Link to="/govern" activeOptions={{ includeSearch: false }} activeProps={{ className: 'on' }}>
      <Icon name="govern" size={17} />
      Govern
    </Link>
    <div className="foot">
      <PersonButton />
      <ThemeButton />
    </div>
  </nav>
);
