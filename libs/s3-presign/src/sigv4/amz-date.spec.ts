import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { epochSeconds, formatAmzDate, formatTime, parseAmzDate } from './amz-date.js';

const second = fc.integer({ min: 0, max: 253_402_300_799 }); // to the end of the year 9999 in UTC

describe('epochSeconds', () => {
  it('counts begun seconds as not over', () => {
    expect(epochSeconds(new Date('2026-11-24T12:00:00.999Z'))).toBe(1_795_521_600);
    expect(epochSeconds(1_795_521_600_000)).toBe(1_795_521_600);
  });
});

describe('formatAmzDate and parseAmzDate', () => {
  it('have the time of the S3 documentation', () => {
    expect(formatAmzDate(1_369_353_600)).toBe('20130524T000000Z');
    expect(parseAmzDate('20130524T000000Z')).toBe(1_369_353_600);
  });

  it('undo each other', () => {
    fc.assert(
      fc.property(second, (time) => {
        expect(parseAmzDate(formatAmzDate(time))).toBe(time);
      }),
    );
  });

  it.each([
    ['the extended format', '2013-05-24T00:00:00Z'],
    ['no zone', '20130524T000000'],
    ['an offset', '20130524T000000+0000'],
    ['lower case', '20130524t000000z'],
    ['31 February', '20210231T000000Z'],
    ['29 February of a common year', '20210229T000000Z'],
    ['month 13', '20211301T000000Z'],
    ['hour 24', '20210101T240000Z'],
    ['second 60', '20210101T235960Z'],
    ['a trailing line feed', '20130524T000000Z\n'],
    ['other digits', '２０130524T000000Z'],
    ['nothing', ''],
  ])('refuse %s', (_, text) => {
    expect(parseAmzDate(text)).toBeUndefined();
  });
});

describe('formatTime', () => {
  it('is RFC 3339 in whole seconds', () => {
    expect(formatTime(1_795_521_600)).toBe('2026-11-24T12:00:00Z');
    fc.assert(
      fc.property(second, (time) => {
        expect(Date.parse(formatTime(time))).toBe(time * 1000);
      }),
    );
  });
});
