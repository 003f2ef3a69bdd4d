/** What time it is: the machine's, or a script's in tests. */
export abstract class Clock {
  abstract now(): Date;
}
