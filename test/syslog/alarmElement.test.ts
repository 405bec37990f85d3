import { describe, expect, test } from 'vitest';
import { parseAlarmElement } from '#server/platform/transport/syslog/alarmElement.ts';
import { parseRfc5424 } from '#server/platform/transport/syslog/rfc5424.ts';

const alarmOf = (structuredData: string, text = ' something'): ReturnType<typeof parseAlarmElement> =>
  parseAlarmElement(
    parseRfc5424(Buffer.from(`<165>1 2003-10-11T22:14:15.003Z host app - ID47 ${structuredData}${text}`)),
  );

const WHOLE = 'resource="su root" probableCause="unauthorizedAccessAttempt" perceivedSeverity="major"';

test('the example of RFC 5674 §4 is an alarm', () => {
  expect(
    alarmOf(
      `[exampleSDID@32473 iut="3" eventSource="Application" eventID="1011"][alarm ${WHOLE}]`,
      ' \ufeffAn application event',
    ),
  ).toEqual({
    resource: 'su root',
    probableCause: 'unauthorizedAccessAttempt',
    perceivedSeverity: 'major',
    text: 'An application event',
  });
});

test('optional parameters are kept, and those the RFC does not know are passed over', () => {
  const optional =
    'eventType="equipmentAlarm" trendIndication="moreSevere" resourceURI="snmp://example.com//1.3" vendor="x"';
  expect(alarmOf(`[alarm ${WHOLE} ${optional}]`)).toEqual({
    resource: 'su root',
    probableCause: 'unauthorizedAccessAttempt',
    perceivedSeverity: 'major',
    eventType: 'equipmentAlarm',
    trendIndication: 'moreSevere',
    resourceURI: 'snmp://example.com//1.3',
    text: 'something',
  });
});

test.for(['cleared', 'indeterminate', 'critical', 'major', 'minor', 'warning'])('severity %s is known', (severity) => {
  expect(alarmOf(`[alarm resource="a" probableCause="b" perceivedSeverity="${severity}"]`)?.perceivedSeverity).toBe(
    severity,
  );
});

test('a message without alarm is none', () => {
  expect(alarmOf('-')).toBeUndefined();
  expect(alarmOf('[origin ip="192.0.2.1"]')).toBeUndefined();
  expect(alarmOf('[alarms@32473 resource="a"]')).toBeUndefined();
});

test('an alarm under an enterprise number counts when there is none without', () => {
  expect(alarmOf(`[alarm@32473 ${WHOLE}]`)?.resource).toBe('su root');
  expect(
    alarmOf(`[alarm@32473 ${WHOLE}][alarm resource="a" probableCause="b" perceivedSeverity="minor"]`)?.resource,
  ).toBe('a');
});

describe('what is refused', () => {
  test.for([
    { name: 'no resource', element: 'probableCause="b" perceivedSeverity="minor"' },
    { name: 'an empty resource', element: 'resource=" " probableCause="b" perceivedSeverity="minor"' },
    { name: 'no cause', element: 'resource="a" perceivedSeverity="minor"' },
    { name: 'no severity', element: 'resource="a" probableCause="b"' },
    { name: 'a severity that is none', element: 'resource="a" probableCause="b" perceivedSeverity="Major"' },
    { name: 'a trend that is none', element: `${WHOLE} trendIndication="up"` },
    {
      name: 'a resource that is too long',
      element: `resource="${'r'.repeat(201)}" probableCause="b" perceivedSeverity="minor"`,
    },
    { name: 'two resources', element: `${WHOLE} resource="other"` },
    { name: 'two of a name that objects have anyway', element: `${WHOLE} __proto__="a" __proto__="b"` },
  ])('$name', ({ element }) => {
    expect(() => alarmOf(`[alarm ${element}]`)).toThrow(
      expect.objectContaining({ name: 'SyslogError', failure: 'unparsable' }),
    );
  });
});
