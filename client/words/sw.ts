import type { Catalogue } from './catalogue.ts';
import { alarm } from './sw/alarm.ts';
import { base } from './sw/base.ts';
import { door } from './sw/door.ts';
import { inspector } from './sw/inspector.ts';
import { problems } from './sw/problems.ts';
import { shell } from './sw/shell.ts';
import { ui } from './sw/ui.ts';

/** Swahili, loaded when it is chosen. One line per area, as in `en.ts`. */
export const sw: Catalogue = {
  words: {
    ...alarm,
    ...base,
    ...door,
    ...inspector,
    ...shell,
    ...ui,
  },
  problems,
};
