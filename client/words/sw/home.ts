import type { home as english } from '../en/home.ts';
import type { Translation } from '../translation.ts';

/** The first screen. */
export const home: Translation<typeof english> = {
  'home.needs': 'Kinachohitaji mtu',
  'home.waiting.one': '{count} inasubiri',
  'home.waiting.other': '{count} zinasubiri',
  'home.calm': 'Hakuna kinachokuhitaji',
  'home.calm.text':
    'Kisichoweza kusubiri huonekana hapa ndani ya sekunde moja: tahadhari za hatari, ruta zisizorudi, maamuzi.',
  'home.router.up': 'Zinafanya kazi',
  'home.router.down': 'Zimezimika',
  'home.router.degraded': 'Zina shida',
  'home.router.refuses': 'Inakataa kuingia',
  'home.router.untrusted': 'Cheti kimebadilika',
  'home.router.maintenance': 'Kwenye matengenezo',
  'home.router.sessions': 'Vipindi',
  'home.approval': 'Idhini',
  'home.approval.title': '{name} anaomba: {subject}',
  'home.open': 'Ifungue',
  'home.onCall.nobody': 'Hakuna mtu',
  'home.maintenance.until': 'Inaendelea hadi {time}',
  'home.maintenance.from': 'Kuanzia {time}',
};
