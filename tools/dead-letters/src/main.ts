import { brokersOf } from './brokers.js';
import { deadLetters, Misuse, usage } from './command.js';

try {
  await deadLetters(process.argv.slice(2), brokersOf(process.env, process.cwd()), (line) => console.log(line));
} catch (error) {
  console.error((error as Error).message);
  if (error instanceof Misuse) console.error(usage);
  process.exitCode = error instanceof Misuse ? 2 : 1;
}
