import { createApp } from './lib/vue.js';
import { connectStream } from './core/session.js';
import { App } from './shell/app.js';
import { router } from './shell/routes.js';

connectStream();
createApp(App).use(router).mount('#app');
