/** Refusals of requests for a second approval. */
export const approvalRefusals = {
  'approval/reason-needed': 'This needs a second person. Say why, then it is put to somebody who may decide.',
  'approval/own-request': 'Somebody else has to decide on what you asked for.',
  'approval/beyond-own-rights': 'You may not do this yourself without asking, so you can not approve it.',
  'approval/not-yours': 'Only the person who asked can withdraw it.',
  'approval/decided': 'It has been decided already.',
  'approval/expired': 'The time to decide has run out. Ask again.',
  'approval/nobody-to-decide': 'Nobody else may approve this. Give a second person the permission first.',
} as const;

export type ApprovalRefusalCode = keyof typeof approvalRefusals;
