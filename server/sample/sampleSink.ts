import type { ActorId, TenantId } from '#shared/values/ids.ts';

/** What a figure belongs to, by the noun of its feature: `{ kind: 'nas', id }`. */
export interface SampledObject {
  readonly kind: string;
  readonly id: ActorId;
}

/** One figure at one time. */
export interface Sample {
  readonly tenant: TenantId;
  readonly object: SampledObject;
  /** In the words of the feature: `cpu`, `interface/ether1/rx`; at most 120 characters. */
  readonly metric: string;
  /** When it was measured; what was read together has the same time, which also stores best. */
  readonly at: number;
  /** Finite; stored with seven significant digits, in the unit the feature registers for the metric. */
  readonly value: number;
}

/**
 * Where device features leave what they measure. Answers at once; it is written in batches a second later. What is not
 * up is not measured: a regular source records at least every 60 s, and a longer silence is drawn as a gap.
 * Nothing is lost silently: what a full queue or the database refuses is counted, logged and raises an alarm.
 */
export interface SampleSink {
  record(samples: readonly Sample[]): void;
}
