/** Refusals about lines with an address of their own. */
export const staticLineRefusals = {
  'staticLine/not-found': 'There is no such line, or it is not yours to see.',
  'staticLine/not-static': 'This line comes in by RADIUS. Only lines with access “Static IP” are put on a router.',
  'staticLine/no-address': 'Give the line a static address first.',
  'staticLine/left': 'The line has left.',
  'staticLine/router-not-found': 'There is no such router, or it is not yours to see.',
  'staticLine/router-lacks': 'The router has no firewall rule for an address list that the line needs there.',
  'staticLine/not-placed': 'The line is on no router.',
  'staticLine/no-drift': 'Nothing differs on the router any more.',
} as const;
export type StaticLineRefusalCode = keyof typeof staticLineRefusals;
