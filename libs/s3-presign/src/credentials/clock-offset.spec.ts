import { describe, expect, it } from 'vitest';
import { ClockOffset } from './clock-offset.js';

const NOW = Date.UTC(2026, 10, 24, 12);
const at = (seconds: number) => new Date(NOW + seconds * 1000).toUTCString();

describe('ClockOffset', () => {
  it.each([
    ['ours is right', 0, 0],
    ['a second more can’t be told from the way of the answer', 2, 0],
    ['ours is five minutes behind', 300, 300_450],
    ['ours is five minutes ahead', -300, -299_550],
  ])('%s', (_, seconds, milliseconds) => {
    const offset = new ClockOffset();
    offset.observe(at(seconds), NOW, NOW + 100);
    expect(offset.milliseconds).toBe(milliseconds);
  });

  it('forgets when the clock was set right', () => {
    const offset = new ClockOffset();
    offset.observe(at(300), NOW, NOW);
    offset.observe(at(0), NOW, NOW);
    expect(offset.milliseconds).toBe(0);
  });

  it.each([[undefined], ['yesterday']])('learns nothing from the date %s', (date) => {
    const offset = new ClockOffset();
    offset.observe(date, NOW, NOW);
    expect(offset.milliseconds).toBe(0);
  });

  it('learns nothing from an answer that took long', () => {
    const offset = new ClockOffset();
    offset.observe(at(300), NOW, NOW + 10_000);
    expect(offset.milliseconds).toBe(0);
  });
});
