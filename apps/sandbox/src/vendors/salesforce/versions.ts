import type { Answer } from '../../http/answer.js';
import { answered } from './wire.js';

const first = 52;
const last = 62;
const seasons = ['Spring', 'Summer', 'Winter'] as const;

/** The highest version there is: `62.0`, or what the hazard `old-versions` says. */
export const highest = (max: unknown): number => Math.min(last, max === undefined ? last : Number.parseFloat(String(max)) || first - 1);

export function isListed(version: string, max: number): boolean {
  const number = Number(version);
  return Number.isInteger(number) && /^\d\d\.0$/.test(version) && number >= first && number <= max;
}

/** `GET /services/data/`, https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/resources_versions.htm. */
export function listVersions(max: number): Answer {
  const numbers = Array.from({ length: Math.max(0, Math.floor(max) - first + 1) }, (_, index) => first + index);
  return answered(200, numbers.map((number) => ({ label: labelOf(number), url: `/services/data/v${number}.0`, version: `${number}.0` })));
}

/** Three releases a year; that of winter has the number of the year to come: `Summer '21` is 52, `Winter '22` is 53. */
function labelOf(version: number): string {
  const season = seasons[(version - first + 1) % 3]!;
  return `${season} '${21 + Math.floor((version - first + 2) / 3)}`;
}
