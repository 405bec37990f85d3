/** MSGIDs with a meaning of their own; a message with another one is read for its `alarm` element only. */
export const alarmSourceMessageIds = {
  /** A full list of the alarms that stand at the source begins; it also begins with every connection. */
  activeAlarmsBegin: 'ACTIVE-ALARMS-BEGIN',
  /** The list is complete: what was not named in it does not stand any more. */
  activeAlarmsEnd: 'ACTIVE-ALARMS-END',
  /** Nothing to say, still there. */
  heartbeat: 'HEARTBEAT',
} as const;
