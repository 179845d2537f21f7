// Runs the viewer's patterns away from the page, which ends this worker where one of them takes too long.
import { ranges } from './match.js';

self.onmessage = ({ data: { asked, understood, rows } }) => {
  const found = rows.map(([key, texts]) => [key, ranges(texts, understood)]).filter(([, all]) => all.length > 0);
  self.postMessage({ asked, found });
};
