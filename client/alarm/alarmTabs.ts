import { say } from '../words/words.ts';

export function alarmTabs(): { href: string; label: string }[] {
  return [
    { href: '/alarms', label: say('alarm.tab.standing') },
    { href: '/alarms/history', label: say('alarm.tab.history') },
  ];
}
