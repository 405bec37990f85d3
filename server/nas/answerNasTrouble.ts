import { NasTrouble } from '#actors/nas/nasTrouble.ts';
import { nasRefusal } from './nasRefusal.ts';
import { NasBusy, NasCommandLate, NasCommandRefused } from './vendors/nasCommandError.ts';

/** Asks a router for somebody who waits; what stands in the way is answered in plain words. */
export async function answerNasTrouble<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof NasTrouble) throw nasRefusal('nas/not-connected', error);
    if (error instanceof NasBusy) throw nasRefusal('nas/busy', error);
    if (error instanceof NasCommandLate || error instanceof NasCommandRefused) throw nasRefusal('nas/no-answer', error);
    throw error;
  }
}
