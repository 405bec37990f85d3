import type { HotspotLanguage } from '#shared/hotspot/look.ts';

/** What the page says to those whose line is in the walled garden. */
export interface GardenWords {
  readonly title: string;
  readonly whatHappened: string;
  readonly line: string;
  readonly howToPay: string;
  /** Where the company has written nothing. */
  readonly askCompany: string;
  readonly afterwards: string;
  readonly help: string;
  readonly language: string;
  /** In place of a company that is not known. */
  readonly provider: string;
}

const en: GardenWords = {
  title: 'Your internet is paused',
  whatHappened: 'The time you have paid for is over, or your account is suspended. Other pages can not be opened now.',
  line: 'Your user name',
  howToPay: 'How to go on',
  askCompany: 'Pay as usual, or ask your internet provider.',
  afterwards: 'When the payment has arrived, the internet comes back by itself. Open this page again if it does not.',
  help: 'Help',
  language: 'Language',
  provider: 'Your internet provider',
};

const sw: GardenWords = {
  title: 'Intaneti yako imesitishwa',
  whatHappened: 'Muda uliolipia umekwisha, au akaunti yako imesimamishwa. Kwa sasa kurasa nyingine hazifunguki.',
  line: 'Jina lako la mtumiaji',
  howToPay: 'Jinsi ya kuendelea',
  askCompany: 'Lipa kama kawaida, au muulize mtoa huduma wako wa intaneti.',
  afterwards: 'Malipo yakifika, intaneti hurudi yenyewe. Isiporudi, fungua ukurasa huu tena.',
  help: 'Msaada',
  language: 'Lugha',
  provider: 'Mtoa huduma wako wa intaneti',
};

const bn: GardenWords = {
  title: 'আপনার ইন্টারনেট বন্ধ আছে',
  whatHappened: 'আপনার মেয়াদ শেষ হয়েছে, অথবা অ্যাকাউন্ট স্থগিত আছে। এখন অন্য কোনো পাতা খোলা যাবে না।',
  line: 'আপনার ইউজার নেম',
  howToPay: 'আবার চালু করতে',
  askCompany: 'আগের মতো টাকা দিন, অথবা আপনার ইন্টারনেট সেবাদাতাকে জিজ্ঞাসা করুন।',
  afterwards: 'টাকা পৌঁছালে ইন্টারনেট নিজে থেকেই চালু হবে। না হলে এই পাতাটি আবার খুলুন।',
  help: 'সাহায্য',
  language: 'ভাষা',
  provider: 'আপনার ইন্টারনেট সেবাদাতা',
};

export const gardenWords: Readonly<Record<HotspotLanguage, GardenWords>> = { en, sw, bn };
