import { Link } from '@tanstack/react-router';
import { Empty } from '../parts/states.tsx';

export const NotFound = () => (
  <div className="page">
    <Empty
      level="h1"
      title="There is no such page"
      action={
        <Link to="/" className="btn go">
          Explore products
        </Link>
      }
    >
      The address may be old, or mistyped. Everything starts at Explore.
    </Empty>
  </div>
);
