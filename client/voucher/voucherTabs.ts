import { say } from '../words/words.ts';

/** Batches, what was sold of them, and the pages where they are typed in. */
export function voucherTabs(): { href: string; label: string }[] {
  return [
    { href: '/vouchers', label: say('voucher.batches') },
    { href: '/vouchers/report', label: say('voucher.report') },
    { href: '/vouchers/hotspot', label: say('hotspot.title') },
  ];
}
