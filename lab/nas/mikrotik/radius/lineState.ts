import type { Appointment } from '../../../dueTimes.ts';
import type { NasSession } from './nasSession.ts';
import type { SubscriberLine } from './subscriberLine.ts';

/** What a dial led to. nobody: no server of the router is asked, or the router has no such service. */
export type DialOutcome =
  | 'none'
  | 'accepted'
  | 'rejected'
  | 'timeout'
  | 'unbelievable'
  | 'unusable'
  | 'nobody'
  | 'local';

export interface LineState {
  readonly line: SubscriberLine;
  phase: 'idle' | 'waiting' | 'dialling' | 'online';
  outcome: DialOutcome;
  /** Reply-Message of the last answer. */
  message: string | undefined;
  failures: number;
  dials: number;
  session: NasSession | undefined;
  appointment: Appointment | undefined;
}

export const newLineState = (line: SubscriberLine): LineState => ({
  line,
  phase: 'idle',
  outcome: 'none',
  message: undefined,
  failures: 0,
  dials: 0,
  session: undefined,
  appointment: undefined,
});

/** Whatever was planned for it is not done. */
export function callOff(state: LineState): void {
  if (state.appointment) state.appointment.run = undefined;
  state.appointment = undefined;
}
