import type { home as english } from '../en/home.ts';
import type { Translation } from '../translation.ts';

/** The first screen. */
export const home: Translation<typeof english> = {
  'home.needs': 'যেখানে কাউকে দরকার',
  'home.waiting.one': '{count}টি অপেক্ষায়',
  'home.waiting.other': '{count}টি অপেক্ষায়',
  'home.calm': 'আপনাকে কিছুতে দরকার নেই',
  'home.calm.text': 'যা অপেক্ষা করতে পারে না তা এক সেকেন্ডের মধ্যে এখানে আসে: জরুরি অ্যালার্ম, ফিরে না আসা রাউটার, সিদ্ধান্ত।',
  'home.router.up': 'চালু',
  'home.router.down': 'বন্ধ',
  'home.router.degraded': 'দুর্বল',
  'home.router.refuses': 'লগ ইন প্রত্যাখ্যাত',
  'home.router.untrusted': 'সার্টিফিকেট বদলেছে',
  'home.router.maintenance': 'রক্ষণাবেক্ষণে',
  'home.router.sessions': 'সেশন',
  'home.approval': 'অনুমোদন',
  'home.approval.title': '{name} চেয়েছেন: {subject}',
  'home.open': 'খুলুন',
  'home.onCall.nobody': 'কেউ নেই',
  'home.maintenance.until': '{time} পর্যন্ত চলছে',
  'home.maintenance.from': '{time} থেকে',
};
