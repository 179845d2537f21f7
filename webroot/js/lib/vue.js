// The runtime build of Vue, without its compiler: the page's render functions need no eval. This is the only place that
// knows where the library lies.
export * from '../../vendor/vue.js';
