// Which address shows which page. A page's modules are fetched when it is first shown.
import { createRouter, createWebHistory } from '../lib/router.js';
import { complain } from '../core/notices.js';

/** The pages in the order in which the navigation lists them. */
export const PAGES = [
  { name: 'overview', path: '/', icon: 'crown', component: () => module(import('../pages/overview-page.js')) },
  { name: 'workload', path: '/workload', icon: 'route', component: () => module(import('../pages/workload-page.js')) },
  { name: 'kv', path: '/kv', icon: 'ring', component: () => module(import('../pages/kv-page.js')) },
  { name: 'operations', path: '/operations', icon: 'tasks', component: () => module(import('../pages/operations-page.js')) },
  { name: 'logs', path: '/logs', icon: 'log', component: () => module(import('../pages/logs-page.js')) },
  { name: 'metrics', path: '/metrics', icon: 'chart', component: () => module(import('../pages/metrics-page.js')) },
];

const NOT_FOUND = {
  name: 'not-found',
  path: '/:rest(.*)*',
  component: () => module(import('../pages/not-found-page.js')),
};

const module = (loading) => loading.then((loaded) => loaded.default);

export const router = createRouter({
  history: createWebHistory('/ui/'),
  routes: [...PAGES.map(({ name, path, component }) => ({ name, path, component })), NOT_FOUND],
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
});

// A newer server may no longer have the modules that this page was loaded with, and one that is away has none.
router.onError((error) => complain({ code: 'page_unread', detail: error.message }));
