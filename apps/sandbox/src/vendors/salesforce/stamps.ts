const second = 1_000;

/** Seconds since 1970: finer than that no stamp is told, compared or sorted. */
export const secondsOf = (instant: string): number => Math.floor(Date.parse(instant) / second);

/** `2026-11-22T02:00:00.000+0000`, as REST answers write an instant. */
export const shownStamp = (instant: string): string => new Date(secondsOf(instant) * second).toISOString().replace('Z', '+0000');
