import { NasTrouble, type NasTroubleKind } from '#actors/nas/nasTrouble.ts';
import type { NasConnectionResult } from '#shared/nas/registration.ts';

export type NasStep = Extract<NasConnectionResult, { ok: false }>['step'];

/** Trouble of which it is known how far the connection got. */
export class NasStepFailed extends NasTrouble {
  readonly step: NasStep;
  /** Of the certificate that was shown instead of the one on record. */
  readonly shown: string | undefined;

  constructor(kind: NasTroubleKind, step: NasStep, message: string, options?: ErrorOptions & { shown?: string }) {
    super(kind, message, options);
    this.step = step;
    this.shown = options?.shown;
  }
}
