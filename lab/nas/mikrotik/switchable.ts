import { flag, text, type Fields } from './field.ts';

/** Most items can be switched off and commented. */
export const switchable: Fields = { disabled: flag('no'), comment: text() };
