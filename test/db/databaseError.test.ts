import { expect, test } from 'vitest';
import { classify, DatabaseError, type DatabaseFailure } from '#server/platform/db/databaseError.ts';

const coded = (code: string): Error => Object.assign(new Error('failed'), { code });

test.for<readonly [string, DatabaseFailure]>([
  ['57P01', 'unavailable'],
  ['57P02', 'unavailable'],
  ['57P03', 'unavailable'],
  ['08006', 'unavailable'],
  ['08P01', 'unavailable'],
  ['53300', 'unavailable'],
  ['25006', 'unavailable'],
  ['ECONNREFUSED', 'unavailable'],
  ['ECONNRESET', 'unavailable'],
  ['EPIPE', 'unavailable'],
  ['53100', 'full'],
  ['53200', 'full'],
  ['40001', 'serialization'],
  ['40P01', 'serialization'],
  ['57014', 'timeout'],
  ['55P03', 'timeout'],
  ['23505', 'constraint'],
  ['23503', 'constraint'],
  ['42501', 'forbidden'],
  ['42601', 'other'],
  ['22P02', 'other'],
])('%s means %s', ([code, failure]) => {
  expect(classify(coded(code))).toBe(failure);
  expect(classify(new Error('wrapped', { cause: coded(code) }))).toBe(failure);
});

test.for([
  'Connection terminated unexpectedly',
  'Connection terminated due to connection timeout',
  'timeout exceeded when trying to connect',
  'Client has encountered a connection error and is not queryable',
  'Backend has been terminated unexpectedly.',
])('%s means that the database is unavailable', (message) => {
  expect(classify(new Error(message))).toBe('unavailable');
});

test('a failed connection to every address of a name means that the database is unavailable', () => {
  expect(classify(new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]))).toBe('unavailable');
});

test('what is no error of the database is none', () => {
  expect(classify(new Error('the alarm is cleared'))).toBe('other');
  expect(classify('text')).toBe('other');
  expect(classify(undefined)).toBe('other');
});

test('a database error says whether trying again can help', () => {
  const error = new DatabaseError('failed', coded('57P01'));
  expect(error).toMatchObject({ failure: 'unavailable', code: '57P01', retryable: true });
  expect(new DatabaseError('failed', coded('53100')).retryable).toBe(false);
});
