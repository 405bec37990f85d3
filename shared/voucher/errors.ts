/** Why an act on vouchers is refused. */
export const voucherRefusals = {
  'voucher/batch-not-found': 'There is no such batch, or it is outside your branches.',
  'voucher/not-found': 'There is no such voucher, or it is outside your branches.',
  'voucher/package-not-found': 'There is no such package, or it is archived.',
  'voucher/package-not-for-hotspots': 'This package is not for hotspots. Choose one with the access type hotspot.',
  'voucher/branch-not-found': 'There is no such branch, or it is outside your branches.',
  'voucher/code-too-short': 'Codes this short can be guessed. Make them longer, or use more signs.',
  'voucher/already-expired': 'The last day for unused vouchers has passed. Choose a later one.',
  'voucher/currency-differs': 'The package is priced in another currency than the company’s. Give the price in it.',
  'voucher/codes-run-out': 'Too few codes of this form are left. Make them longer, or use another prefix.',
  'voucher/nothing-to-adopt': 'None of these codes is new: they are there already, or can not be typed.',
  'voucher/nothing-to-void': 'None of these can be voided: they are void, used up or expired already.',
  'voucher/nothing-to-restore': 'Nothing can be restored: it was restored before, or voided more than 24 hours ago.',
  'voucher/nothing-to-print': 'None of these vouchers is unused. Only unused ones are printed.',
  'voucher/nothing-to-sell': 'None of these can be marked as sold: they are sold, void or expired already.',
  'voucher/adopt-limit': 'Your role allows no so many vouchers. Ask somebody whose role does.',
  'voucher/codes-limit': 'Your role allows no more codes to be shown for now. Ask somebody whose role allows more.',
  'voucher/text-needs-picture': 'This text has signs that the printed letters lack. Send it as a picture.',
  'voucher/picture-not-understood': 'A picture is not as it says: its size and its content differ.',
} as const;
export type VoucherRefusalCode = keyof typeof voucherRefusals;
