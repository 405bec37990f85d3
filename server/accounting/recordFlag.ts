/** Of accounting_record.flags. */
export const recordFlag = {
  /** The counter came with gigawords: 64 bits of it are known. */
  wideIn: 1,
  wideOut: 2,
  /** The time of the event was taken from the clock of the server. */
  unclocked: 4,
} as const;
