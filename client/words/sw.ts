import type { Catalogue } from './catalogue.ts';
import { admin } from './sw/admin.ts';
import { alarm } from './sw/alarm.ts';
import { base } from './sw/base.ts';
import { door } from './sw/door.ts';
import { home } from './sw/home.ts';
import { inspector } from './sw/inspector.ts';
import { problems } from './sw/problems.ts';
import { shell } from './sw/shell.ts';
import { ui } from './sw/ui.ts';

/** Swahili, loaded when it is chosen. One line per area, as in `en.ts`. */
export const sw: Catalogue = {
  words: {
    ...admin,
    ...alarm,
    ...base,
    ...door,
    ...home,
    ...inspector,
    ...shell,
    ...ui,
  },
  problems,
};
