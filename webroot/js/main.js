import { createApp } from './lib/vue.js';
import { catchMishaps } from './core/mishaps.js';
import { connectStream } from './core/session.js';
import { App } from './shell/app.js';
import { router } from './shell/routes.js';

const app = createApp(App);
catchMishaps(app);
connectStream();
app.use(router).mount('#app');
