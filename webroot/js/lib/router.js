// The router's universal build, served as a module. This is the only place that knows where the library lies.
import VueRouter from '../../vendor/vue-router.js';

export const { RouterLink, RouterView, createRouter, createWebHistory, useRoute, useRouter } = VueRouter;
