// Text grows on a wall (see base.css), and what is measured in pixels has to grow with it.

/** The size of text on a desk, px. */
export const DESK_REM_PX = 14;

/** The size of text now, px. */
export const remPx = () => parseFloat(getComputedStyle(document.documentElement).fontSize);
