import { DeadLetters, KafkaPort, type FiledLetter, type Log } from '@intouch/messaging';

export const usage = `npm run dead-letters -- list <service>
npm run dead-letters -- replay <service> [--offset [partition:]n]`;

/** What was typed makes no sense; the message says why. */
export class Misuse extends Error {}

/**
 * Runs one command and says what it did, a line at a time.
 * @throws {Misuse} and what Kafka throws while it is away
 */
export async function deadLetters(words: readonly string[], brokers: readonly string[], print: (line: string) => void): Promise<void> {
  const { action, service, offset } = understand(words);
  const kafka = new KafkaPort({ brokers, clientId: 'dead-letters', log: quiet, partitions: 1 });
  try {
    const letters = new DeadLetters(kafka, service);
    const all = await letters.list().catch((error: unknown) => {
      if (isUnknownTopic(error)) throw new Misuse(`There is no service ${service}, or it has never run.`);
      throw error;
    });
    if (action === 'list') {
      for (const each of all) print(lineOf(each));
      print(`${all.length} dead letters of ${service}`);
      return;
    }
    const chosen = offset === undefined ? all : [theOne(all, offset)];
    const replayed = await letters.replay(chosen);
    for (const each of chosen) print(`${replayed.includes(each) ? 'replayed' : 'not replayed, its value was too large to keep'}  ${lineOf(each)}`);
    print(`${replayed.length} of ${chosen.length} replayed`);
  } finally {
    await kafka.close();
  }
}

/** kafkajs tries again for a while and then wraps it. */
function isUnknownTopic(error: unknown): boolean {
  const { type, cause } = error as { type?: string; cause?: { type?: string } };
  return (type ?? cause?.type) === 'UNKNOWN_TOPIC_OR_PARTITION';
}

function understand(words: readonly string[]): { action: 'list' | 'replay'; service: string; offset: string | undefined } {
  const [action, service, option, offset, ...more] = words;
  if (action !== 'list' && action !== 'replay') throw new Misuse('Say list or replay.');
  if (!service) throw new Misuse('Say whose dead letters, by the name of the service.');
  if (option !== undefined && (action === 'list' || option !== '--offset' || !/^(\d+:)?\d+$/.test(offset ?? '') || more.length > 0)) {
    throw new Misuse('That is not understood.');
  }
  return { action, service, offset };
}

function theOne(all: readonly FiledLetter[], offset: string): FiledLetter {
  const found = all.filter((each) => placeOf(each) === offset || each.offset === offset);
  if (found.length === 0) throw new Misuse(`There is no dead letter at ${offset}.`);
  if (found.length > 1) throw new Misuse(`There are several at ${offset}: say which of ${found.map(placeOf).join(', ')}.`);
  return found[0]!;
}

function placeOf({ partition, offset }: FiledLetter): string {
  return `${partition}:${offset}`;
}

function lineOf({ letter, ...place }: FiledLetter): string {
  return `${placeOf(place as FiledLetter)}  ${letter.at}  ${letter.topic}/${letter.partition}/${letter.offset}  ${letter.reason}`;
}

const nothing = (): void => undefined;
const quiet: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
