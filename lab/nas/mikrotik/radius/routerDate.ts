import type { RouterWorld } from '../routerWorld.ts';

const LATEST_MS = 0xffff_ffff * 1000;

/** What the router's own clock says, within what Event-Timestamp (RFC 2869 §5.3) can say. */
export const routerDate = ({ skewMs }: RouterWorld, at: number): Date =>
  new Date(Math.min(LATEST_MS, Math.max(0, at + skewMs)));
