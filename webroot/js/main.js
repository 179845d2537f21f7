import { createApp } from './lib/vue.js';
import { App } from './app.js';
import { connectStream } from './session.js';

createApp(App).mount('#app');
connectStream();
