/** Refusals only a notice gives. */
export const noticeRefusals = {
  'notice/exists': 'This notice has been sent already.',
  'notice/ended': 'This notice has come to its end.',
  'notice/other-attempt': 'Another attempt is under way.',
} as const;
export type NoticeRefusalCode = keyof typeof noticeRefusals;
