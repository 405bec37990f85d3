/** What an alarm source hears about its equipment. Counts are since the fact before: reports are told in bunches. */
export type AlarmSourceFact =
  | { readonly type: 'source.connected'; readonly at: number; readonly peer: string }
  | {
      readonly type: 'source.heard';
      readonly at: number;
      readonly messages: number;
      readonly raised: number;
      readonly cleared: number;
      /** Not understood, or refused by the alarm. */
      readonly refused: number;
      readonly lastRefusal?: string;
    }
  /** The list of standing alarms is complete; `cleared` were standing here and not in it. */
  | { readonly type: 'source.resynced'; readonly at: number; readonly cleared: number }
  /** `remaining` is the number of connections left. */
  | {
      readonly type: 'source.disconnected';
      readonly at: number;
      readonly reason: string;
      readonly remaining: number;
    };
