import { describe, expect, it } from '@jest/globals';
import { echoWarnings } from './echo-warnings.js';

function echoed(...lines: string[]): string[] {
  const printed: string[] = [];
  const echo = echoWarnings('matcher', (line) => printed.push(line));
  for (const line of lines) echo(line);
  return printed;
}

describe('the warnings on the console', () => {
  it('are those of level warn and above, as number or word', () => {
    expect(
      echoed(
        '{"level":30,"msg":"ready"}',
        '{"level":40,"msg":"waiting for Kafka"}',
        '{"time":1,"level":"error","msg":"parked"}',
        '{"level":60,"msg":"giving up"}',
      ),
    ).toEqual(['matcher WARN waiting for Kafka', 'matcher ERROR parked', 'matcher ERROR giving up']);
  });

  it('do not repeat themselves at once', () => {
    expect(echoed('{"level":40,"msg":"again"}', '{"level":40,"msg":"again"}', '{"level":40,"msg":"other"}')).toHaveLength(2);
  });

  it('are never made of anything else', () => {
    expect(echoed('plain text with "level":50', '{"level":50, broken', '', '{"level":20,"msg":"the word error"}')).toEqual([]);
  });
});
