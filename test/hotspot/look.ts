import type { HotspotLook } from '#shared/hotspot/look.ts';

export function look(changes: Partial<HotspotLook> = {}): HotspotLook {
  return {
    name: 'Savanna Wi-Fi',
    welcome: 'Karibu!',
    support: '0700 123 456',
    howToPay: 'M-Pesa, Paybill 4 00 200, account: your user name',
    loginHost: 'wifi.example.net',
    colour: '#0f766e',
    logo: '',
    languages: ['en', 'sw', 'bn'],
    loginBy: 'voucher',
    voucherPassword: 'code',
    ...changes,
  };
}
