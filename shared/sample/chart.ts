import { z } from 'zod';
import { ActorId } from '../values/ids.ts';
import { Instant } from '../values/time.ts';

/** What a figure counts in; the screen writes it in its own words. */
export const SampleUnit = z.enum([
  'percent',
  'celsius',
  'bitsPerSecond',
  'packetsPerSecond',
  'milliseconds',
  'count',
  'bytes',
  'volt',
  'watt',
  'dBm',
]);
export type SampleUnit = z.infer<typeof SampleUnit>;

const SampledText = z
  .string()
  .regex(/^[a-zA-Z]{1,40}\/[0-9a-fA-F-]{36}$/, 'Write it as kind/id, such as nas/0198fa29-0b0d-7b80-828d-000000000001.')
  .transform((text) => ({ kind: text.slice(0, text.indexOf('/')), id: text.slice(text.indexOf('/') + 1) }))
  .pipe(z.object({ kind: z.string(), id: ActorId }));

const MetricNames = z
  .string()
  .max(4000)
  .transform((text) => [...new Set(text.split(',').map((name) => name.trim()))])
  .pipe(z.array(z.string().min(1).max(120)).min(1).max(20));

/** `GET /api/samples`: the figures of one object, in about as many points as the chart is wide. */
export const SampleQuery = z
  .object({
    /** `nas/<id>`. */
    object: SampledText,
    /** Up to 20, separated by commas. */
    metrics: MetricNames,
    from: z.coerce.number().pipe(Instant),
    to: z.coerce.number().pipe(Instant),
    points: z.coerce.number().int().min(10).max(2000).default(600),
  })
  .refine(({ from, to }) => from < to, { path: ['to'], error: '`to` must be later than `from`.' });
export type SampleQuery = z.infer<typeof SampleQuery>;

const Column = z.array(z.number().nullable());

/**
 * Columns of equal length with `at`, as uPlot takes them. Null is a gap: nothing was measured for longer than the source's
 * pause. The last point is as fresh as the figures; `last` is the latest single figure.
 */
export const SampleColumns = z.object({
  metric: z.string(),
  unit: SampleUnit,
  mean: Column,
  low: Column,
  high: Column,
  last: z.object({ at: Instant, value: z.number() }).nullable(),
});
export type SampleColumns = z.infer<typeof SampleColumns>;

export const SampleChart = z.object({
  /** Seconds since 1970, as uPlot's time scale counts. */
  at: z.array(z.number()),
  series: z.array(SampleColumns),
  /** Each point is the mean, least and most of this long. */
  stepMs: z.int(),
  from: Instant,
  to: Instant,
});
export type SampleChart = z.infer<typeof SampleChart>;

/** `GET /api/samples/metrics?object=nas/<id>`: what was measured of it in the last days. */
export const SampleMetricsQuery = z.object({ object: SampledText });
export const SampleMetrics = z.object({ metrics: z.array(z.object({ metric: z.string(), unit: SampleUnit })) });
