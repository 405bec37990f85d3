import type { NoticeSubject } from '#shared/notice/values.ts';

/** Where what a notice is about is on screen. */
export function noticePath({ kind, id }: NoticeSubject): string {
  if (kind === 'alarm') return `/alarms?alarm=${id}`;
  return kind === 'maintenance' ? `/maintenance/${id}` : '/on-call';
}
