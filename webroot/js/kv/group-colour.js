// The colour of a group, which is the same wherever it is drawn: by its place among all groups' names.
const COLOURS = 6;

/** The class that gives an element the group's colour as `--tone`. */
export function toneOf(group, groups) {
  const number = /(\d+)$/.exec(group);
  const index = number ? Number(number[1]) - 1 : Math.max(0, groups.indexOf(group));
  return `tone-${(index % COLOURS) + 1}`;
}
