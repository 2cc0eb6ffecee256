import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { ExplorePage } from './explore/explore-page.tsx';
import { Frame } from './frame/frame.tsx';
import { NotFound } from './frame/not-found.tsx';
import { PageFailure } from './frame/page-failure.tsx';
import { createSearch, exploreSearch, parseSearch, productSearch, rootSearch, stringifySearch } from './search.ts';

const root = createRootRoute({ component: Frame, validateSearch: rootSearch, notFoundComponent: NotFound });

const explore = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: exploreSearch,
  component: ExplorePage,
});
const product = createRoute({
  getParentRoute: () => root,
  path: '/products/$id',
  validateSearch: productSearch,
  component: lazyRouteComponent(() => import('./product/product-page.tsx'), 'ProductPage'),
});
const create = createRoute({
  getParentRoute: () => root,
  path: '/create',
  validateSearch: createSearch,
  component: lazyRouteComponent(() => import('./create/create-page.tsx'), 'CreatePage'),
});
const publish = createRoute({
  getParentRoute: () => root,
  path: '/publish',
  component: lazyRouteComponent(() => import('./publish/candidates-page.tsx'), 'CandidatesPage'),
});
const publishTopic = createRoute({
  getParentRoute: () => root,
  path: '/publish/$topic',
  component: lazyRouteComponent(() => import('./publish/publish-page.tsx'), 'PublishPage'),
});
const govern = createRoute({
  getParentRoute: () => root,
  path: '/govern',
  component: lazyRouteComponent(() => import('./govern/govern-page.tsx'), 'GovernPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([explore, product, create, publish, publishTopic, govern]),
  parseSearch,
  stringifySearch,
  defaultPreload: 'intent',
  defaultErrorComponent: PageFailure,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
