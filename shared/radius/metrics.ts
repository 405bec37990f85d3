/** Kind of the sampled object of a company's RADIUS; its id is the company's. */
export const RADIUS_SAMPLES = 'radius';

/** What is sampled: of the company's own routers, but for the latency. */
export const radiusMetrics = {
  requests: 'requests',
  accepts: 'accepts',
  rejects: 'rejects',
  drops: 'drops',
  sessions: 'sessions',
  p99: 'p99',
} as const;
