import { Outlet, useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useLive } from '../live/use-live.ts';
import { Announcer } from '../parts/announcer.tsx';
import { AuditBar } from './audit-bar.tsx';
import { usePaletteOpen } from './overlay.ts';
// Not lazy: what is typed right after ⌘K must not be lost.
import { Palette } from './palette.tsx';
import { Rail } from './rail.tsx';
import { TopBar } from './top-bar.tsx';
import { useGlobalKeys } from './use-keys.ts';

const AuditDrawer = lazy(async () => ({ default: (await import('./audit-drawer.tsx')).AuditDrawer }));

/** What stands around every page. */
export const Frame = () => {
  useLive();
  useGlobalKeys();
  const navigate = useNavigate();
  const { audit } = useSearch({ from: '__root__' });
  const paletteOpen = usePaletteOpen();
  const closeAudit = () =>
    void navigate({
      to: '.',
      search: (old) => {
        const { audit: _, ...rest } = old;
        return rest;
      },
    });
  return (
    <div className="app">
      <a className="skip" href="#content">
        Skip to the page
      </a>
      <Rail />
      <div className="main">
        <TopBar />
        <main id="content" tabIndex={-1}>
          <Outlet />
        </main>
        <AuditBar />
      </div>
      {paletteOpen ? <Palette /> : null}
      <Suspense>{audit === true ? <AuditDrawer onClose={closeAudit} /> : null}</Suspense>
      <Announcer />
    </div>
  );
};
