// The key that the viewer looked up last; its form and the ring both show it.
import { shallowRef } from '../lib/vue.js';

export const lookedUp = shallowRef(null);
