import type { SampleUnit } from '#shared/sample/chart.ts';
import type { ActorId } from '#shared/values/ids.ts';
import type { Subject } from '../platform/auth/subject.ts';

/** What a feature says of the objects whose figures it records. */
export interface SampledKind {
  /** Whether the person may see the object: permission and branches. False also when there is no such object. */
  mayView(subject: Subject, id: ActorId): Promise<boolean> | boolean;
  /** What a metric counts in; undefined for one the feature does not know. */
  unitOf(metric: string): SampleUnit | undefined;
}

/** Who may see whose figures, by kind of object; features register before they start. */
export class SampleAccess {
  readonly #kinds = new Map<string, SampledKind>();

  register(kind: string, access: SampledKind): void {
    if (this.#kinds.has(kind)) throw new Error(`samples of ${kind} are registered already`);
    this.#kinds.set(kind, access);
  }

  of(kind: string): SampledKind | undefined {
    return this.#kinds.get(kind);
  }
}
