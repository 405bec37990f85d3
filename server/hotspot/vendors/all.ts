import type { PageMaker } from '../pageMaker.ts';
import { mikrotikPages } from './mikrotik/mikrotikPages.ts';

/** Every kind of router that pages are made for; a new one is a folder and a line here. */
export const pageMakers: readonly PageMaker[] = [
  mikrotikPages, //
];
